import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Terminal } from '../terminal.js';

/** A region and where it is from. */
export interface FoundRegion {
  readonly region: string;
  readonly from: string;
}

/**
 * The region that AWS's tools would take here: of the environment, of what is `deployed`, of the profile; `us-east-1`
 * where none says one. https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
 */
export function findRegion(
  environment: Terminal['environment'],
  deployed: readonly (readonly [region: string | undefined, from: string])[],
): FoundRegion {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE = 'default' } = environment;
  const found: readonly (readonly [string | undefined, string])[] = [
    [AWS_REGION, 'AWS_REGION'],
    [AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION'],
    ...deployed,
    [regionOfProfile(environment, AWS_PROFILE), `the profile ${AWS_PROFILE} of AWS`],
  ];
  for (const [region, from] of found) {
    if (region !== undefined && /^[a-z0-9-]+$/.test(region)) return { region, from };
  }
  return { region: 'us-east-1', from: 'nothing that was found: change it to yours' };
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
function regionOfProfile(
  { AWS_CONFIG_FILE, HOME, USERPROFILE }: Terminal['environment'],
  profile: string,
): string | undefined {
  const home = HOME ?? USERPROFILE;
  const file = AWS_CONFIG_FILE ?? (home === undefined ? undefined : join(home, '.aws', 'config'));
  if (file === undefined) return undefined;
  let section = '';
  for (const line of linesOf(file)) {
    section = /^\s*\[\s*(?:profile\s+)?(.+?)\s*\]/.exec(line)?.[1] ?? section;
    const region = /^region\s*=\s*(\S+)/.exec(line)?.[1];
    if (region !== undefined && section === profile) return region;
  }
  return undefined;
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}
