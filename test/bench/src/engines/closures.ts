import type { WorkloadRequest } from '../workload.js';
import type { Engine } from './engine.js';
import {
  globToRegExp,
  inRange,
  ipv4,
  type PlainCondition,
  type PlainStatement,
  plainStatements,
  readsUserName,
  withUserName,
} from './statements.js';

/** Whether something is so of a request. */
export type Test = (request: WorkloadRequest) => boolean;

/** What a careful author writes in an afternoon: one closure a statement, found by action; nothing is remembered. */
export const closures: Engine = {
  name: 'hand-written closures',
  package: undefined,
  note: 'indexed by action; knows only what the workloads need',
  prepare(workload) {
    const byAction = new Map<string, { readonly deny: Test[]; readonly allow: Test[] }>();
    for (const statement of plainStatements(workload)) {
      const { effect, actions } = statement;
      const test = statementTest(statement);
      for (const action of actions) {
        const lists = byAction.get(action) ?? { deny: [], allow: [] };
        byAction.set(action, lists);
        lists[effect === 'Deny' ? 'deny' : 'allow'].push(test);
      }
    }
    return (request) => {
      const lists = byAction.get(request.action);
      if (lists === undefined) return false;
      for (const test of lists.deny) if (test(request)) return false;
      for (const test of lists.allow) if (test(request)) return true;
      return false;
    };
  },
};

/** Whether a statement that covers the action applies to the request. */
export function statementTest({ resources, conditions }: PlainStatement): Test {
  const matches = anyOf(resources.map(resourceTest));
  return conditions.length === 0 ? matches : allOf([matches, ...conditions.map(conditionTest)]);
}

function resourceTest(pattern: string): Test {
  if (readsUserName(pattern)) {
    const byName = new Map<string, (text: string) => boolean>();
    return ({ resource, context }) => {
      const name = context['aws:username'] ?? '';
      const known = byName.get(name) ?? textTest(withUserName(pattern, name));
      byName.set(name, known);
      return known(resource);
    };
  }
  const text = textTest(pattern);
  return ({ resource }) => text(resource);
}

/** A pattern by its shape. `from` is how much of the text the caller has compared already. */
export function textTest(pattern: string, from = 0): (text: string) => boolean {
  const [head = '', ...tails] = pattern.slice(from).split('*');
  const [tail = ''] = tails;
  if (!pattern.includes('?')) {
    if (tails.length === 0) return (text) => text === pattern;
    if (tails.length === 1 && tail === '') return (text) => text.startsWith(head, from);
    if (tails.length === 1) {
      const shortest = from + head.length + tail.length;
      return (text) => text.length >= shortest && text.startsWith(head, from) && text.endsWith(tail);
    }
  }
  const regExp = globToRegExp(pattern);
  return (text) => regExp.test(text);
}

function conditionTest({ operator, key, values }: PlainCondition): Test {
  const tests = values.map((value) => valueTest(operator, value));
  return ({ context }) => {
    const value = context[key];
    if (value === undefined) return false;
    for (const test of tests) if (test(value, context)) return true;
    return false;
  };
}

type ValueTest = (value: string, context: WorkloadRequest['context']) => boolean;

function valueTest(operator: string, expected: string): ValueTest {
  switch (operator) {
    case 'StringEquals':
      return readsUserName(expected)
        ? (value, context) => value === withUserName(expected, context['aws:username'] ?? '')
        : (value) => value === expected;
    case 'StringLike':
      return textTest(expected);
    case 'DateLessThan': {
      const limit = Date.parse(expected);
      return (value) => Date.parse(value) < limit;
    }
    case 'IpAddress': {
      const range = inRange(expected);
      return (value) => range(ipv4(value));
    }
    default:
      throw new Error(`the translations know no ${operator}`);
  }
}

function anyOf(tests: readonly Test[]): Test {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (request) => {
    for (const test of tests) if (test(request)) return true;
    return false;
  };
}

function allOf(tests: readonly Test[]): Test {
  return (request) => {
    for (const test of tests) if (!test(request)) return false;
    return true;
  };
}
