import type { Engine } from './engine.js';
import {
  globToRegExp,
  type PlainCondition,
  type PlainStatement,
  plainStatements,
  userNameOf,
  withUserName,
} from './statements.js';

/** A condition in CASL's words. */
type Query = Readonly<Record<string, unknown>>;

/** Built once per user with CASL's own conditions. Its rules are found by action, the last one that matches wins. */
export const casl: Engine = {
  name: '@casl/ability',
  package: '@casl/ability',
  note: 'built once per user; actions spelled out, patterns as regular expressions, dates compared as text',
  async prepare(workload) {
    const { createMongoAbility } = await import('@casl/ability');
    const user = userNameOf(workload);
    const rules = plainStatements(workload).flatMap((statement) => rulesOf(statement, user));
    const ability = createMongoAbility(rules, { detectSubjectType: () => 'UserPool' });
    return ({ action, resource, context }) =>
      ability.can(action, {
        arn: resource,
        'aws:SourceIp': context['aws:SourceIp'],
        'aws:CurrentTime': context['aws:CurrentTime'],
        'aws:ResourceTag/team': context['aws:ResourceTag/team'],
        'aws:ResourceTag/owner': context['aws:ResourceTag/owner'],
      });
  },
};

function rulesOf({ effect, actions, resources, conditions }: PlainStatement, user: string) {
  const others = conditions.map(({ operator, key, values }) => ({
    [key]: query({ operator, key, values: values.map((value) => withUserName(value, user)) }),
  }));
  return byShape(resources.map((pattern) => withUserName(pattern, user))).map((arn) => ({
    action: [...actions],
    subject: 'UserPool',
    inverted: effect === 'Deny',
    conditions: Object.assign({ arn }, ...others),
  }));
}

/** CASL has no alternatives within one rule, so every pattern with a wildcard is a rule of its own. */
function byShape(patterns: readonly string[]): readonly Query[] {
  const exact = patterns.filter((pattern) => !/[*?]/.test(pattern));
  const queries: Query[] = patterns
    .filter((pattern) => /[*?]/.test(pattern))
    .map((pattern) => ({ $regex: globToRegExp(pattern) }));
  if (exact.length > 0) queries.push(exact.length === 1 ? { $eq: exact[0] } : { $in: exact });
  return queries;
}

function query({ operator, values }: PlainCondition): Query {
  const [value] = values;
  switch (operator) {
    case 'StringEquals':
      return values.length === 1 ? { $eq: value } : { $in: values };
    case 'StringLike':
      return { $regex: new RegExp(values.map((pattern) => globToRegExp(pattern).source).join('|'), 's') };
    case 'DateLessThan':
      return { $lt: value };
    case 'IpAddress':
      return { $regex: new RegExp(values.map(octets).join('|')) };
    default:
      throw new Error(`CASL's adapter knows no ${operator}`);
  }
}

/** CASL knows no addresses; the workloads' ranges end at a dot, so the beginning of the text decides. */
function octets(range: string): string {
  const [base = '', bits] = range.split('/');
  const count = Number(bits) / 8;
  if (!Number.isInteger(count)) throw new Error(`CASL's adapter knows no range like ${range}`);
  const parts = base.split('.').slice(0, count).join('\\.');
  return count === 4 ? `^${parts}$` : `^${parts}\\.`;
}
