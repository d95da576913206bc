import { readFileSync } from 'node:fs';
import type { PolicyDocument } from '@cognito-iam/core/policy';

/** One question with its answer. Contexts hold one text a key. */
export interface WorkloadRequest {
  readonly action: string;
  readonly resource: string;
  readonly principal: { readonly arn: string };
  readonly context: Readonly<Record<string, string>>;
  /** Whether IAM allows it. */
  readonly expect: boolean;
}

/** The identity-based policies of one principal, and requests of that principal. */
export interface Workload {
  readonly name: string;
  readonly policies: readonly PolicyDocument[];
  readonly requests: readonly WorkloadRequest[];
}

/** W1: 1 policy, 3 statements. W2: 5 policies, 25 statements with conditions. W3: 50 policies, 1,000 statements. */
export const workloadNames: readonly string[] = ['W1', 'W2', 'W3'];

interface WorkloadFile {
  readonly name: string;
  readonly policies: readonly PolicyDocument[];
  readonly requests: readonly (Omit<WorkloadRequest, 'principal'> & { readonly principal: string })[];
}

export function readWorkload(name: string): Workload {
  const text = readFileSync(new URL(`../workloads/${name}.json`, import.meta.url), 'utf8');
  const file: WorkloadFile = JSON.parse(text);
  const requests = file.requests.map((request) => ({ ...request, principal: { arn: request.principal } }));
  return { name: file.name, policies: file.policies, requests };
}

/**
 * Gives the workload's requests over and over, each time parsed anew: a server's strings are new with every request,
 * and a string that was looked up before has its hash, which makes it look cheaper than it is.
 */
export function freshRequests(workload: Workload, copies: number): () => readonly WorkloadRequest[] {
  const many = Array.from({ length: copies }, () => workload.requests).flat();
  const text = JSON.stringify(many);
  return () => JSON.parse(text);
}

/**
 * The same about other resources each time: every pool has a name that was never asked about, unless `decide` then
 * answers otherwise, because a policy names the pool in full.
 */
export function otherResources(
  workload: Workload,
  decide: (request: WorkloadRequest) => boolean,
): (copies: number) => () => readonly WorkloadRequest[] {
  const renamed = workload.requests.map((request) => {
    const resource = `${request.resource}${serialOf(0)}Z`;
    const same = decide({ ...request, resource }) === request.expect;
    return same ? { ...request, resource: `${request.resource}@Z` } : request;
  });
  const parts = JSON.stringify(renamed).split('@');
  let serial = 0;
  const next = () => parts.reduce((text, part) => `${text}${serialOf(++serial)}${part}`);
  return (copies) => () => Array.from({ length: copies }, () => JSON.parse(next())).flat();
}

function serialOf(serial: number): string {
  return serial.toString(36).padStart(6, '0');
}
