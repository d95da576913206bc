import type { WorkloadRequest } from '../workload.js';
import { type Test, textTest } from './closures.js';
import type { Engine } from './engine.js';
import {
  inRange,
  ipv4,
  type PlainCondition,
  type PlainStatement,
  plainStatements,
  userNameOf,
  withUserName,
} from './statements.js';

/** The statements of one effect that cover one action. */
interface Rules {
  /** Resources named in full without any condition, by their last two characters: new texts have no hash yet. */
  readonly exact: Map<number, string[]>;
  /** Everything else; statements without condition come first. */
  readonly tests: Test[];
}

/**
 * The same with the user's name folded in by hand, statements on single pools merged into a table, the beginning that
 * all patterns share compared once, and unconditional statements put first: about as far as an author who knows the
 * workloads would go.
 */
export const boundClosures: Engine = {
  name: 'hand-written, bound to the user',
  package: undefined,
  note: 'the name folded in, pools in a table; knows only what the workloads need',
  prepare(workload) {
    const user = userNameOf(workload);
    const statements = plainStatements(workload).map((statement) => bind(statement, user));
    const ordered = statements.toSorted((a, b) => a.conditions.length - b.conditions.length);
    const head = sharedHead(statements.flatMap(({ resources }) => resources));
    const byAction = new Map<string, { readonly deny: Rules; readonly allow: Rules }>();
    for (const { effect, actions, resources, conditions } of ordered) {
      for (const action of actions) {
        const both = byAction.get(action) ?? { deny: noRules(), allow: noRules() };
        byAction.set(action, both);
        add(both[effect === 'Deny' ? 'deny' : 'allow'], resources, conditions, head.length);
      }
    }
    return (request) => {
      const both = byAction.get(request.action);
      if (both === undefined || named(both.deny, request)) return false;
      const allowed = named(both.allow, request);
      if (both.deny.tests.length === 0 && (allowed || both.allow.tests.length === 0)) return allowed;
      if (!request.resource.startsWith(head)) return false;
      return !matched(both.deny, request) && (allowed || matched(both.allow, request));
    };
  },
};

function noRules(): Rules {
  return { exact: new Map(), tests: [] };
}

function bind(statement: PlainStatement, user: string): PlainStatement {
  return {
    ...statement,
    resources: statement.resources.map((pattern) => withUserName(pattern, user)),
    conditions: statement.conditions.map((condition) => ({
      ...condition,
      values: condition.values.map((value) => withUserName(value, user)),
    })),
  };
}

/** The longest beginning without wildcard that all patterns have: nothing else can match any of them. */
function sharedHead(patterns: readonly string[]): string {
  let [head = ''] = patterns;
  head = head.slice(0, wildcardAt(head));
  for (const pattern of patterns) while (!pattern.startsWith(head)) head = head.slice(0, -1);
  return head;
}

function wildcardAt(pattern: string): number | undefined {
  const index = pattern.search(/[*?]/);
  return index === -1 ? undefined : index;
}

function add(
  rules: Rules,
  resources: readonly string[],
  conditions: readonly PlainCondition[],
  compared: number,
): void {
  const [condition, ...others] = conditions.map(conditionTest);
  if (others.length > 0) throw new Error('the workloads have no statement with two conditions');
  for (const pattern of resources) {
    const resource = textTest(pattern, compared);
    if (condition !== undefined) {
      rules.tests.push((request) => resource(request.resource) && condition(request.context));
    } else if (/[*?]/.test(pattern)) {
      rules.tests.push((request) => resource(request.resource));
    } else {
      const ending = endingOf(pattern);
      rules.exact.set(ending, [...(rules.exact.get(ending) ?? []), pattern]);
    }
  }
}

function endingOf(text: string): number {
  return text.charCodeAt(text.length - 1) * 65_536 + text.charCodeAt(text.length - 2);
}

function named({ exact }: Rules, { resource }: WorkloadRequest): boolean {
  const candidates = exact.size === 0 ? undefined : exact.get(endingOf(resource));
  if (candidates === undefined) return false;
  for (const candidate of candidates) if (candidate === resource) return true;
  return false;
}

function matched({ tests }: Rules, request: WorkloadRequest): boolean {
  for (const test of tests) if (test(request)) return true;
  return false;
}

function conditionTest({
  operator,
  key,
  values,
}: PlainCondition): (context: WorkloadRequest['context']) => boolean {
  const [expected = ''] = values;
  switch (operator) {
    case 'StringEquals':
    case 'StringLike': {
      const tests = values.map((value) => textTest(value));
      const [only] = tests;
      if (tests.length === 1 && only !== undefined) return (context) => only(context[key] ?? '');
      return (context) => {
        const value = context[key] ?? '';
        for (const test of tests) if (test(value)) return true;
        return false;
      };
    }
    case 'DateLessThan': {
      const limit = Date.parse(expected);
      return (context) => Date.parse(context[key] ?? '') < limit;
    }
    case 'IpAddress': {
      const ranges = values.map(inRange);
      return (context) => {
        const address = ipv4(context[key] ?? '');
        for (const range of ranges) if (range(address)) return true;
        return false;
      };
    }
    default:
      throw new Error(`the translations know no ${operator}`);
  }
}
