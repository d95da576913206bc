import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicies, evaluate } from '@cognito-iam/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccountError, type AccountPart } from '../src/index.js';
import { readPlan } from '../src/terraform/read-plan.js';

const context = { account: '123456789012', region: 'us-east-1' };

function read(value: unknown): AccountPart | undefined {
  const place = { file: 'plan.json', line: 1, column: 1 };
  try {
    return readPlan({ file: 'plan.json', value, placeOf: () => place }, context);
  } catch (error) {
    if (error instanceof AccountError) return undefined;
    throw error;
  }
}

const cases = ['plan.json', 'state.json', 'update.json'].map((file): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'terraform', 'cases', file), 'utf8')),
);

/** Every place in a value, as paths. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

function replaced(value: unknown, [step, ...rest]: readonly string[], by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === step ? replaced(item, rest, by) : item));
  }
  if (typeof value !== 'object' || value === null) return value;
  return { ...value, [step]: replaced(Reflect.get(value, step), rest, by) };
}

const mangled = fc
  .constantFrom(...cases.map((value) => ({ value, paths: pathsOf(value) })))
  .chain(({ value, paths }) =>
    fc
      .array(
        fc.tuple(
          fc.constantFrom(...paths),
          fc.oneof(
            fc.jsonValue(),
            fc.constantFrom<unknown>(true, null, [], {}, [true], { references: ['var.a', 'module.b.c'] }),
            fc
              .constantFrom(...paths)
              .map((path) => path.reduce<unknown>((inner, step) => Object(inner)[step], value)),
          ),
        ),
        { minLength: 1, maxLength: 5 },
      )
      .map((changes) => changes.reduce((whole, [path, by]) => replaced(whole, path, by), value)),
  );

describe('the reader of plans', () => {
  it('is total: a part or an AccountError', () => {
    fc.assert(
      fc.property(mangled, (plan) => {
        expect(() => JSON.stringify(read(plan))).not.toThrow();
      }),
      { numRuns: 400 },
    );
  });

  it('is total whatever the file holds', () => {
    const file = fc.record({
      format_version: fc.constant('1.2'),
      values: fc.jsonValue(),
      planned_values: fc.jsonValue(),
    });
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), file), (value) => void read(value)));
  });

  it('is total where references go round', () => {
    const expressions = { user_pool_arn: { references: ['module.a.b', 'module.a'] } };
    const inner = { outputs: { b: { expression: { references: ['var.user_pool_arn'] } } } };
    const data = 'data.aws_iam_policy_document.d';
    const plan = planWith(
      { resources: [] },
      { resources: [true] },
      { resources: { references: ['module.a.b', 'module.a'] } },
      { module_calls: { a: { expressions, module: inner } } },
    );
    const own = { references: [`${data}.json`, data] };
    expect(findingsOf(plan)).toEqual(['unresolved-statement']);
    const round = replaced(plan, [...configured, '1', 'expressions', 'source_policy_documents'], own);
    const at = ['resource_changes', '1', 'change', 'after_unknown', 'source_policy_documents'];
    expect(findingsOf(replaced(round, at, [true]))).toContain('unresolved-deny');
  });

  const attributes = fc.constantFrom(
    'actions',
    'not_actions',
    'resources',
    'not_resources',
    'effect',
    'condition',
  );
  const expression = fc.constantFrom<unknown>(
    undefined,
    {},
    { references: ['local.arn'] },
    { references: ['aws_cognito_user_pool.p'] },
    { references: ['aws_cognito_user_pool.p.id', 'aws_cognito_user_pool.p'] },
    { references: ['aws_cognito_user_pool.p.arn', 'aws_cognito_user_pool.p', 'var.x'] },
    { references: ['aws_cognito_user_pool.p.arn', 'aws_cognito_user_pool.p', 'each.key'] },
    { references: ['aws_sqs_queue.q.arn', 'aws_sqs_queue.q'] },
    { references: ['aws_cognito_user_pool.p', 'count.index'] },
  );

  it('never guesses: a statement that holds something unknown matches nothing and is told of', () => {
    fc.assert(
      fc.property(attributes, expression, fc.boolean(), fc.boolean(), (name, written, whole, listed) => {
        const known = { actions: ['cognito-idp:*'], resources: ['*'], effect: 'Allow' };
        const counterpart = name.startsWith('not_') ? name.slice(4) : `not_${name}`;
        const { [name]: _, [counterpart]: __, ...others }: Record<string, unknown> = known;
        const block = { test: 'StringEquals', variable: 'aws:username' };
        const isBlock = name === 'condition';
        const list = listed ? [name.endsWith('actions') ? 's3:GetObject' : '*'] : [];
        const member = isBlock ? [{ ...block, values: list }] : list;
        const items = listed ? [false, true] : [true];
        const unknown = whole || name === 'effect' ? true : isBlock ? [{ values: items }] : items;
        const expressions = isBlock ? [{ values: written }] : written;
        const plan = planWith(
          whole ? others : { ...others, [name]: member },
          { [name]: unknown },
          written === undefined ? {} : { [name]: expressions },
        );
        const part = read(plan);
        const policy = part?.directory.roles?.['R']?.inlinePolicies?.['P'];
        if (part === undefined || policy === undefined) throw new Error('the policy is not there');
        for (const resource of [
          '*',
          'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_awscognitouserpoolp',
        ]) {
          const request = { action: 'cognito-idp:AdminGetUser', resource };
          expect(evaluate(compilePolicies([policy]), request).decision).toBe('implicitDeny');
        }
        expect(part.findings.some(({ code }) => /^unresolved-(statement|deny)$/.test(code))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

const configured = ['configuration', 'root_module', 'resources'] as const;

/** A role with a policy of one statement, and one more statement that is whole, where a pool is yet to be made. */
function planWith(
  statement: Readonly<Record<string, unknown>>,
  unknown: Readonly<Record<string, unknown>>,
  expressions: Readonly<Record<string, unknown>>,
  root: Readonly<Record<string, unknown>> = {},
): unknown {
  const data = 'data.aws_iam_policy_document.d';
  const resources = [
    { address: 'aws_iam_role.r', mode: 'managed', type: 'aws_iam_role', name: 'r', values: { name: 'R' } },
    {
      address: data,
      mode: 'data',
      type: 'aws_iam_policy_document',
      name: 'd',
      values: { statement: [statement] },
    },
    {
      address: 'aws_iam_role_policy.p',
      type: 'aws_iam_role_policy',
      name: 'p',
      values: { name: 'P', role: 'R' },
    },
    { address: 'aws_cognito_user_pool.p', type: 'aws_cognito_user_pool', name: 'p', values: { name: 'p' } },
  ];
  const unknowns = [
    { arn: true },
    { json: true, statement: [unknown] },
    { policy: true },
    { arn: true, id: true },
  ];
  const written = [{}, { statement: [expressions] }, { policy: { references: [`${data}.json`, data] } }, {}];
  return {
    format_version: '1.2',
    planned_values: { root_module: { resources } },
    resource_changes: resources.map(({ address }, index) => ({
      address,
      change: { actions: ['create'], after_unknown: unknowns[index] },
    })),
    configuration: {
      root_module: {
        resources: resources.map(({ address }, index) => ({ address, expressions: written[index] })),
        ...root,
      },
    },
  };
}

function findingsOf(plan: unknown): readonly string[] {
  return (
    read(plan)
      ?.findings.map(({ code }) => code)
      .sort() ?? []
  );
}
