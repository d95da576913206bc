import type { Engine } from './engine.js';
import {
  type PlainCondition,
  type PlainStatement,
  plainStatements,
  userNameOf,
  withUserName,
} from './statements.js';

/** Parsed once. What a policy asks about is in Cedar's context; the name of the user is written into the policies. */
export const cedar: Engine = {
  name: '@cedar-policy/cedar-wasm',
  package: '@cedar-policy/cedar-wasm',
  note: 'parsed once; for `??` at the end of a pattern the caller passes the text without its last two characters',
  async prepare(workload) {
    const { preparsePolicySet, statefulIsAuthorized } = await import('@cedar-policy/cedar-wasm/nodejs');
    const user = userNameOf(workload);
    const policies = plainStatements(workload).map((statement) => policyOf(statement, user));
    const parsed = preparsePolicySet(workload.name, { staticPolicies: policies.join('\n') });
    if (parsed.type === 'failure') throw new Error(parsed.errors.map(({ message }) => message).join('; '));
    return ({ action, resource, context }) => {
      const answer = statefulIsAuthorized({
        principal: { type: 'User', id: user },
        action: { type: 'Action', id: action },
        resource: { type: 'UserPool', id: resource },
        context: {
          arn: resource,
          ip: { __extn: { fn: 'ip', arg: context['aws:SourceIp'] ?? '' } },
          now: { __extn: { fn: 'datetime', arg: context['aws:CurrentTime'] ?? '' } },
          team: context['aws:ResourceTag/team'] ?? '',
          teamWithoutTwo: (context['aws:ResourceTag/team'] ?? '').slice(0, -2),
          owner: context['aws:ResourceTag/owner'] ?? '',
        },
        preparsedPolicySetId: workload.name,
        entities: [],
      });
      if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
      return answer.response.decision === 'allow';
    };
  },
};

const attributes: ReadonlyMap<string, string> = new Map([
  ['aws:SourceIp', 'context.ip'],
  ['aws:CurrentTime', 'context.now'],
  ['aws:ResourceTag/team', 'context.team'],
  ['aws:ResourceTag/owner', 'context.owner'],
]);

function policyOf({ effect, actions, resources, conditions }: PlainStatement, user: string): string {
  const actionList = actions.map((action) => `Action::${JSON.stringify(action)}`).join(', ');
  const arns = resources.map((pattern) => like('context.arn', withUserName(pattern, user)));
  const clauses = [anyOf(arns), ...conditions.map((condition) => clause(condition, user))];
  const head = effect === 'Deny' ? 'forbid' : 'permit';
  return `${head}(principal, action in [${actionList}], resource) when { ${clauses.join(' && ')} };`;
}

function clause({ operator, key, values }: PlainCondition, user: string): string {
  const attribute = attributes.get(key);
  if (attribute === undefined) throw new Error(`Cedar's adapter knows no ${key}`);
  return anyOf(values.map((value) => comparison(operator, attribute, withUserName(value, user))));
}

function comparison(operator: string, attribute: string, value: string): string {
  switch (operator) {
    case 'StringEquals':
      return `${attribute} == ${JSON.stringify(value)}`;
    case 'StringLike':
      return like(attribute, value);
    case 'DateLessThan':
      return `${attribute} < datetime(${JSON.stringify(value)})`;
    case 'IpAddress':
      return `${attribute}.isInRange(ip(${JSON.stringify(value)}))`;
    default:
      throw new Error(`Cedar's adapter knows no ${operator}`);
  }
}

/** Cedar's `like` has no `?`: two of them at the end are a pattern for the text without its last two characters. */
function like(attribute: string, pattern: string): string {
  if (!pattern.includes('?')) return plainLike(attribute, pattern);
  const shortened = pattern.slice(0, -2);
  if (!pattern.endsWith('??') || /[?]|^[*]*$/.test(shortened)) {
    throw new Error(`Cedar's adapter knows no ${pattern}`);
  }
  return plainLike(`${attribute}WithoutTwo`, shortened);
}

function plainLike(attribute: string, pattern: string): string {
  return `${attribute} ${pattern.includes('*') ? 'like' : '=='} ${JSON.stringify(pattern)}`;
}

function anyOf(clauses: readonly string[]): string {
  return `(${clauses.join(' || ')})`;
}
