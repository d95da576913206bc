import { PolicyError, type PolicySource, type PolicyType, parsePolicy } from '@cognito-iam/core';
import type { PolicyPlaces } from './account-part.js';
import type { Finding } from './finding.js';
import { valueAt } from './json-pointer.js';

/** What is wrong with policy documents, and where in the options those are that cannot be used. */
export interface PolicyProblems {
  readonly findings: readonly Finding[];
  readonly pointers: readonly string[];
}

/** Every problem of every policy document of a directory's options, where it is written. */
export function policyProblems(options: unknown, places: PolicyPlaces): PolicyProblems {
  const findings: Finding[] = [];
  const pointers: string[] = [];
  for (const [pointer, placeOf] of places) {
    const document = valueAt(options, pointer);
    if (!isSource(document)) continue;
    for (const issue of issuesOf(document, typeAt(pointer))) {
      const inside = issue.pointer === '' ? '' : ` ${issue.pointer}:`;
      findings.push({
        severity: 'error',
        code: 'invalid-policy',
        message: `${pointer}:${inside} ${issue.message}`,
        place: placeOf(issue.pointer),
      });
      if (pointers.at(-1) !== pointer) pointers.push(pointer);
    }
  }
  return { findings, pointers };
}

function issuesOf(document: PolicySource, type: PolicyType): PolicyError['issues'] {
  try {
    parsePolicy(document, type);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.issues;
    throw error;
  }
}

function typeAt(pointer: string): PolicyType {
  if (pointer.startsWith('/serviceControlPolicies/')) return 'serviceControl';
  return pointer.startsWith('/resourceControlPolicies/') ? 'resourceControl' : 'identity';
}

function isSource(value: unknown): value is PolicySource {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}
