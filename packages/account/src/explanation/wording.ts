import {
  type ContextValue,
  type Limitation,
  type MatchedStatement,
  type Mismatch,
  type PolicyType,
  unresolvedAction,
} from '@cognito-iam/core';
import { formatPlace, type Place } from '../place.js';
import type { ContextChange } from './context-change.js';
import type { AccessExplanation } from './explain-access.js';
import type { ExplainedLayer } from './layer-explanation.js';
import type { VariableValues } from './variable-values.js';

const titles: ReadonlyMap<PolicyType, string> = new Map([
  ['identity', 'identity-based policies'],
  ['boundary', 'permissions boundary'],
  ['session', 'session policies'],
  ['serviceControl', 'service control policies'],
  ['resourceControl', 'resource control policies'],
]);

/** What people call a layer: `service control policies, level 2`. */
export function layerTitle({ policyType, level }: Pick<ExplainedLayer, 'policyType' | 'level'>): string {
  const title = titles.get(policyType) ?? policyType;
  return policyType === 'serviceControl' || policyType === 'resourceControl'
    ? `${title}, level ${level + 1}`
    : title;
}

/** A statement's own name: its Sid, or its number from 1. */
export function statementName({ sid, index }: Pick<MatchedStatement, 'sid' | 'index'>): string {
  return sid ?? `statement ${index + 1}`;
}

/** A statement with its policy: `ReadUsers of HelpUsers`. */
export function statementTitle(statement: MatchedStatement): string {
  return `${statementName(statement)} of ${statement.policy}`;
}

/** Why an element did not match, in one clause; with what the policy's variables stood for. */
export function mismatchText(
  { element, operator, key, asked, entries, unresolvedVariables = [] }: Mismatch,
  values: VariableValues = {},
): string {
  const variables = [
    ...Object.entries(values).map(([written, value]) => `; ${written} is ${valueText(value)}`),
    ...unresolvedVariables.map((name) => `; \${${name}} has no value in the request`),
  ].join('');
  const list = entries.length === 0 ? 'nothing' : entries.join(', ');
  if (entries.includes(unresolvedAction)) {
    return 'it holds a value that is not known here: `cognito-iam lint` says which';
  }
  switch (element) {
    case 'Principal':
      return 'policies of this type do not apply to the principal';
    case 'Condition': {
      const has = asked === undefined ? 'the request has no such key' : `the request has ${valueText(asked)}`;
      return `${operator} ${key}: ${has}, the policy ${list}${variables}`;
    }
    case 'NotAction':
    case 'NotResource':
      return `${element}: ${valueText(asked)} is excepted by ${list}${variables}`;
    default:
      return `${element}: ${valueText(asked)} is ${entries.length > 1 ? 'none of' : 'not'} ${list}${variables}`;
  }
}

/** A value of a condition key. */
export function valueText(value: ContextValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return `[${value.map(valueText).join(', ')}]`;
  return value === '' ? '""' : String(value);
}

/** What of the request would have to differ, in one clause. */
export function contextChangeText(change: ContextChange): string {
  switch (change.change) {
    case 'value':
      return `${change.key} = ${valueText(change.value)}`;
    case 'missing':
      return `no ${change.key}`;
    case 'otherThan':
      return `${change.key} other than ${change.values.join(', ')}`;
  }
}

const limitations: ReadonlyMap<Limitation, string> = new Map([
  [
    'principalWithoutPolicies',
    'the principal has no policies that could allow it: nothing does in this account',
  ],
  [
    'resourceOfAnotherAccount',
    'the resource is of another account, and user pools allow no other account anything',
  ],
  ['federatedUserWithoutSessionPolicy', 'a federated user may do nothing without a session policy'],
]);

/** Why the decision is what it is, in one line without full stop. */
export function reasonText(explanation: AccessExplanation): string {
  const { decision, layers, limitation, nearestMiss } = explanation;
  const matched = layers.flatMap(({ policyType, policies }) =>
    policies.flatMap(({ statements }) =>
      statements.filter((one) => one.matched).map((one) => ({ ...one, policyType })),
    ),
  );
  if (decision === 'allowed') {
    const allow = matched.find(({ policyType }) => policyType === 'identity') ?? matched[0];
    return allow === undefined
      ? 'the root user needs no policy'
      : `${statementTitle(allow)} allows it${at(allow.place)}`;
  }
  if (decision === 'explicitDeny') {
    const denies = matched.filter(({ effect }) => effect === 'Deny');
    const all = denies.map((one) => `${statementTitle(one)}${at(one.place)}`).join(' and ');
    const [first] = denies;
    const layer = first === undefined ? '' : `, ${layerTitle({ ...first, level: first.level ?? 0 })}`;
    return `${all} ${denies.length > 1 ? 'deny it' : `denies it${layer}`}`;
  }
  if (limitation !== undefined) return limitations.get(limitation) ?? limitation;
  const silent = layers.filter(({ answer }) => answer === 'doesNotAllow').map(layerTitle);
  const nearest =
    nearestMiss === undefined
      ? ''
      : `; nearest is ${statementTitle(nearestMiss.statement)}${at(nearestMiss.place)}`;
  return `nothing in the ${silent.join(' and the ')} allows it${nearest}`;
}

function at(place: Place | undefined): string {
  return place === undefined ? '' : ` (${formatPlace(place)})`;
}
