import { accessLevelOf } from '@cognito-iam/account';
import type { PolicyDocument, PolicyStatement } from '@cognito-iam/core';
import { policyQuotas } from '@cognito-iam/core';

/** An action on a resource that must be allowed. */
export interface NeededAction {
  /** Without prefix. */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
}

/** A statement as it is generated. */
export interface GeneratedStatement extends PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
}

/** A policy document as it is generated. */
export interface GeneratedPolicy extends PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly GeneratedStatement[];
}

/**
 * The policies that allow these actions on these resources and nothing else: one statement for each resource and access
 * level, in the order of resources, then levels. The same actions give the same policies, whatever their order. Several
 * where one would be longer than a managed policy may be; none where nothing is needed.
 */
export function leastPrivilege(needed: readonly NeededAction[]): readonly GeneratedPolicy[] {
  const groups = new Map<string, { resource: string; level: string; actions: Set<string> }>();
  for (const { action, resource } of needed) {
    const level = accessLevelOf(action);
    const key = `${resource}\n${level}`;
    const group = groups.get(key) ?? { resource, level, actions: new Set<string>() };
    group.actions.add(`cognito-idp:${action}`);
    groups.set(key, group);
  }
  const sids = new Set<string>();
  const statements = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([, { resource, level, actions }]): GeneratedStatement => ({
        Sid: sidOf(level, resource, sids),
        Effect: 'Allow',
        Action: [...actions].sort(),
        Resource: resource,
      }),
    );
  return packed(statements);
}

/** The most characters of a managed policy; white space does not count. */
const quota = policyQuotas.get('managed') ?? 6144;

function packed(statements: readonly GeneratedStatement[]): readonly GeneratedPolicy[] {
  const policies: GeneratedStatement[][] = [];
  for (const statement of statements) {
    const last = policies.at(-1);
    if (last !== undefined && charactersOf([...last, statement]) <= quota) last.push(statement);
    else policies.push([statement]);
  }
  return policies.map(policyOf);
}

/** The characters that count against IAM's quotas. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function charactersOf(statements: readonly GeneratedStatement[]): number {
  return JSON.stringify(policyOf(statements)).replaceAll(/\s/g, '').length;
}

function policyOf(Statement: readonly GeneratedStatement[]): GeneratedPolicy {
  return { Version: '2012-10-17', Statement };
}

/** `ReadUseast1AbCdEfGhI`: letters and digits only, and none twice. */
function sidOf(level: string, resource: string, taken: Set<string>): string {
  const id = resource === '*' ? 'Account' : resource.slice(resource.indexOf('/') + 1);
  const words = [...level.split(' '), ...id.split(/[^0-9A-Za-z]+/)];
  const sid = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  let name = sid;
  for (let number = 2; taken.has(name); number++) name = `${sid}x${number}`;
  taken.add(name);
  return name;
}
