import { type Account, formatPlace } from '@cognito-iam/account';
import type { DecisionEvent, PolicySource, Principal } from '@cognito-iam/core';

/** A statement as decisions name it. */
type Statement = NonNullable<DecisionEvent['matchedStatements']>[number];

/** Where the statement of a decision is written: `policies/support.json:4:5`; `undefined` for one of AWS's own policies. */
export function statementPlace(
  { policyPlaces, directoryOptions }: Pick<Account, 'policyPlaces' | 'directoryOptions'>,
  principal: Principal | undefined,
  { policyType, policy, index }: Statement,
): string | undefined {
  const pointers =
    policyType === 'serviceControl' || policyType === 'resourceControl'
      ? controlPointers(directoryOptions, policyType, policy)
      : [...inlinePointers(directoryOptions, principal, policy), `/managedPolicies/${escaped(policy)}`];
  for (const pointer of pointers) {
    const place = policyPlaces.get(pointer)?.(`/Statement/${index}`);
    if (place !== undefined) return formatPlace(place);
  }
  return undefined;
}

function inlinePointers(
  { users }: Account['directoryOptions'],
  principal: Principal | undefined,
  policy: string,
): readonly string[] {
  if (principal?.roleArn !== undefined) {
    return [`/roles/${escaped(principal.roleArn.split('/').at(-1) ?? '')}/inlinePolicies/${escaped(policy)}`];
  }
  const name = principal?.username;
  if (name === undefined) return [];
  const groups = users?.[name]?.groups ?? [];
  return [
    `/users/${escaped(name)}/inlinePolicies/${escaped(policy)}`,
    ...groups.map((group) => `/groups/${escaped(group)}/inlinePolicies/${escaped(policy)}`),
  ];
}

function controlPointers(
  { serviceControlPolicies = [], resourceControlPolicies = [] }: Account['directoryOptions'],
  type: 'serviceControl' | 'resourceControl',
  policy: string,
): readonly string[] {
  const levels = type === 'serviceControl' ? serviceControlPolicies : resourceControlPolicies;
  return levels.flatMap((level, at) =>
    level.flatMap((source, index) =>
      nameOf(source) === policy
        ? [`/${type}Policies/${at}/${index}`, `/${type}Policies/${at}/${index}/document`]
        : [],
    ),
  );
}

function nameOf(source: PolicySource): string | undefined {
  return typeof source === 'object' && 'name' in source && typeof source.name === 'string'
    ? source.name
    : undefined;
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-3 */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
