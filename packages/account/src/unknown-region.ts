import { nearestName } from '@cognito-iam/core';
import type { Finding } from './finding.js';
import { regions } from './regions.data.js';
import type { SourceFile } from './source-file.js';

/** `eu-west-1`; other names, such as the `local` of emulators, are meant as none of AWS's. */
const regionForm = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** What is wrong with a name that seems to be meant as a region of AWS, and what to do about it. */
export interface UnknownRegion {
  readonly message: string;
  readonly mend: string;
}

/**
 * Of a name that is no known region of AWS, though it may be meant as one; `undefined` for others. It is for warnings
 * alone: AWS opens regions, and a program that refused one would have to be updated before it can be used.
 */
export function unknownRegion(name: string): UnknownRegion | undefined {
  if (regions.includes(name)) return undefined;
  const nearest = nearestName(name, regions);
  if (nearest === undefined && !regionForm.test(name)) return undefined;
  return {
    message: `\`${name}\` is no region of AWS that is known here`,
    mend: nearest === undefined ? 'look it up: only a new region is right' : `did you mean \`${nearest}\`?`,
  };
}

/** The warning for the region of a configuration: policies that name the right one would match nothing. */
export function configRegion(region: string, { placeOf }: SourceFile): readonly Finding[] {
  const unknown = unknownRegion(region);
  if (unknown === undefined) return [];
  return [{ severity: 'warning', code: 'unknown-region', ...unknown, place: placeOf('/region') }];
}
