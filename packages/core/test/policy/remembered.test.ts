import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuthorizationRequest,
  bindContext,
  compilePolicies,
  evaluate,
  explain,
  type PolicyStatement,
} from '../../src/policy/index.js';
import { foldCase } from '../../src/policy/letter-case.js';
import { standingOf } from '../../src/policy/standing.js';
import { TextTable } from '../../src/policy/text-table.js';
import { context, policyLayers, request, statement } from './arbitraries.js';

const runs = { numRuns: 300 };
const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_';
const asked: AuthorizationRequest = { action: 'cognito-idp:AdminGetUser', resource: `${pool}a` };

describe('what is remembered changes no answer', () => {
  it('a set that has been asked before answers as a new one', () => {
    fc.assert(
      fc.property(policyLayers, fc.array(request, { minLength: 2, maxLength: 20 }), (layers, requests) => {
        const set = compilePolicies(layers);
        // At the first sight of a resource, at the second, when it is kept, and after.
        const anew = requests.map((one) => evaluate(compilePolicies(layers), one));
        for (let sight = 1; sight <= 3; sight++)
          expect(requests.map((one) => evaluate(set, one))).toEqual(anew);
        for (const one of requests) expect(explain(set, one)).toEqual(explain(compilePolicies(layers), one));
      }),
      runs,
    );
  }, 60_000);

  it('nor for a set that is bound', () => {
    fc.assert(
      fc.property(
        policyLayers,
        context,
        fc.array(request, { minLength: 2, maxLength: 20 }),
        (layers, constants, requests) => {
          const set = bindContext(compilePolicies(layers), constants);
          const bind = () => bindContext(compilePolicies(layers), constants);
          const anew = requests.map((one) => evaluate(bind(), one));
          for (let sight = 1; sight <= 3; sight++)
            expect(requests.map((one) => evaluate(set, one))).toEqual(anew);
        },
      ),
      runs,
    );
  });

  it('nor after a flood of resources, actions, principals and keys', () => {
    const statements: PolicyStatement[] = [
      { Effect: 'Allow', Action: 'cognito-idp:*', Resource: `${pool}a` },
      {
        Effect: 'Deny',
        Action: 'cognito-idp:*',
        Resource: `${pool}*`,
        Condition: { StringEquals: { 'aws:username': 'bob' } },
      },
    ];
    const set = compilePolicies([{ Version: '2012-10-17', Statement: statements }]);
    const expected = evaluate(set, asked);
    expect(expected.decision).toBe('allowed');
    for (let index = 0; index < 5000; index++) {
      const flood = {
        action: `cognito-idp:Admin${index}`,
        resource: `${pool}${index}`,
        principal: { arn: `arn:aws:iam::123456789012:user/u${index}` },
        context: { [`aws:ResourceTag/t${index}`]: 'x', 'AWS:username': index % 2 === 0 ? 'bob' : 'alice' },
      };
      expect(evaluate(set, flood).decision).toBe(index % 2 === 0 ? 'explicitDeny' : 'implicitDeny');
      const other = { ...flood, action: asked.action };
      expect(evaluate(set, other).decision).toBe(index % 2 === 0 ? 'explicitDeny' : 'implicitDeny');
    }
    expect(evaluate(set, asked)).toBe(expected);
  });

  it('nor where two resources leave the same of one layer and not of another', () => {
    const by = (user: string, Resource: string): PolicyStatement => ({
      Effect: 'Allow',
      Action: '*',
      Resource,
      Condition: { StringEquals: { 'aws:username': user } },
    });
    const named: PolicyStatement = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringLike: { 'aws:username': '?*' } },
    };
    const set = compilePolicies({
      identity: [{ Version: '2012-10-17', Statement: named }],
      boundary: { Version: '2012-10-17', Statement: [by('alice', `${pool}a`), by('bob', `${pool}b`)] },
    });
    for (let sight = 1; sight <= 3; sight++) {
      for (const [user, own] of [
        ['alice', 'a'],
        ['bob', 'b'],
      ]) {
        const of = ['a', 'b'].map((one) => {
          const request = { ...asked, resource: `${pool}${one}`, context: { 'aws:username': user ?? '' } };
          return [one, evaluate(set, request).decision === 'allowed'];
        });
        expect(of).toEqual(['a', 'b'].map((one) => [one, one === own]));
      }
    }
  });

  it('nor where every request has another time, address or user', () => {
    const conditions = {
      DateLessThan: { 'aws:CurrentTime': '2025-06-15T12:00:00Z' },
      IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
      StringEquals: { 'aws:username': ['alice', 'bob'] },
    };
    const set = compilePolicies([
      {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: conditions },
      },
    ]);
    const facts = fc.record({
      time: fc.integer({ min: 1_749_988_790_000, max: 1_749_988_810_000 }),
      asDate: fc.boolean(),
      ip: fc.constantFrom('10.1.2.3', '11.1.2.3', '10.0.0.300', '::ffff:10.1.2.3'),
      user: fc.constantFrom('alice', 'bob', 'carol'),
    });
    fc.assert(
      fc.property(fc.array(facts, { minLength: 1, maxLength: 20 }), (all) => {
        for (const { time, asDate, ip, user } of all) {
          const date = new Date(time);
          const request = {
            ...asked,
            context: {
              'aws:CurrentTime': asDate ? date : date.toISOString(),
              'aws:SourceIp': ip,
              'aws:username': user,
            },
          };
          const early = time < Date.parse('2025-06-15T12:00:00Z');
          const allowed = early && ip.endsWith('10.1.2.3') && user !== 'carol';
          expect(evaluate(set, request).decision).toBe(allowed ? 'allowed' : 'implicitDeny');
        }
      }),
      runs,
    );
  });

  it('one principal is not taken for another, nor a session of one role for that of another', () => {
    const arns = [
      'arn:aws:iam::123456789012:user/alice',
      'arn:aws:iam::210987654321:user/alice',
      'arn:aws-cn:iam::123456789012:user/alice',
      'arn:aws:iam::123456789012:root',
      'arn:aws:sts::123456789012:assumed-role/R/s',
    ];
    const roles = [undefined, 'arn:aws:iam::123456789012:role/aws-service-role/x/S'];
    const standings = arns.flatMap((arn) =>
      roles.map((roleArn) =>
        JSON.stringify(standingOf({ arn, ...(roleArn === undefined ? {} : { roleArn }) })),
      ),
    );
    const again = arns.flatMap((arn) =>
      roles.map((roleArn) =>
        JSON.stringify(standingOf({ arn, ...(roleArn === undefined ? {} : { roleArn }) })),
      ),
    );
    expect(again).toEqual(standings);
    expect(standingOf({ arn: arns[4] ?? '' }).serviceControl).toBe(true);
    expect(standingOf({ arn: arns[4] ?? '', roleArn: roles[1] ?? '' }).serviceControl).toBe(false);
    expect(standingOf({ arn: arns[0] ?? '' }).home?.account).toBe('123456789012');
    expect(standingOf({ arn: arns[1] ?? '' }).home?.account).toBe('210987654321');
  });
});

describe('an index of resources', () => {
  const listing = fc
    .tuple(
      fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny'),
      fc.array(fc.constantFrom('a', 'b', 'alice', 'c', '${aws:username}'), { minLength: 1, maxLength: 6 }),
      fc.option(fc.constantFrom('alice', 'a'), { nil: undefined }),
    )
    .map(
      ([Effect, names, name]): PolicyStatement => ({
        Effect,
        Action: 'cognito-idp:*',
        Resource: names.map((one) => pool + one),
        ...(name === undefined ? {} : { Condition: { StringEquals: { 'aws:username': name } } }),
      }),
    );
  const statements = fc.array(
    fc.oneof(listing, listing, statement(fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Deny'))),
    // Enough that there is an index mostly.
    { minLength: 16, maxLength: 40 },
  );

  it('finds the statements that each one alone says it matches, in order', () => {
    fc.assert(
      fc.property(
        statements,
        fc.array(request, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (all, requests, bound) => {
          const named = all.map((Statement, index) => ({
            name: `p${index}`,
            document: { Version: '2012-10-17' as const, Statement },
          }));
          const compile = (policies: typeof named) => {
            const set = compilePolicies(policies);
            return bound ? bindContext(set, { 'aws:username': 'alice' }) : set;
          };
          const whole = compile(named);
          const parts = named.map((one) => compile([one]));
          for (const one of requests) {
            const matched = parts.flatMap((part) => evaluate(part, one).matchedStatements);
            const denies = matched.filter(({ effect }) => effect === 'Deny');
            const decision = evaluate(whole, one);
            expect(decision.matchedStatements).toEqual(denies.length > 0 ? denies : matched);
          }
        },
      ),
      runs,
    );
  });
});

describe('a table of texts', () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 3 }),
    fc.integer({ min: 0, max: 60 }).map((index) => `${pool}${index}`),
    fc.string({ unit: 'binary', minLength: 6, maxLength: 12 }),
    fc.constant('x'.repeat(257)),
  );

  it('answers with what was kept last for exactly this text, or with nothing', () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 200 }), (all) => {
        const table = new TextTable<number>(4, 32);
        const model = new Map<string, number>();
        for (const [index, text] of all.entries()) {
          expect([undefined, model.get(text)]).toContain(table.get(text));
          table.set(text, index);
          model.set(text, index);
          expect(table.get(text)).toBe(text.length > 256 ? undefined : index);
        }
        const kept = [...model].filter(([text, value]) => table.get(text) === value);
        expect(kept.length).toBeLessThanOrEqual(32);
        for (const [text, value] of model) expect([undefined, value]).toContain(table.get(text));
      }),
      runs,
    );
  });

  it('has room for four in a place, and forgets the oldest', () => {
    const table = new TextTable<number>(4, 4);
    const kept = () => ['a', 'b', 'c', 'd', 'e', 'f'].filter((text) => table.get(text) !== undefined);
    for (const [index, text] of ['a', 'b', 'c', 'd'].entries()) table.set(text, index);
    expect(kept()).toEqual(['a', 'b', 'c', 'd']);
    table.set('e', 5);
    expect(kept()).toEqual(['b', 'c', 'd', 'e']);
    table.set('b', 6);
    table.set('f', 7);
    expect(kept()).toEqual(['b', 'd', 'e', 'f']);
    expect(['a', 'b', 'd', 'f'].map((text) => table.get(text))).toEqual([undefined, 6, 3, 7]);
  });

  it('keeps texts of 256 characters, and grows for what would be forgotten', () => {
    const table = new TextTable<number>(4, 512);
    table.set('x'.repeat(256), 1);
    table.set('x'.repeat(257), 2);
    expect([table.get('x'.repeat(256)), table.get('x'.repeat(257))]).toEqual([1, undefined]);
    const texts = Array.from(
      { length: 128 },
      (_, index) => `${pool}${String(index * 7919).padStart(9, '0')}`,
    );
    for (const [index, text] of texts.entries()) table.set(text, index);
    expect(texts.filter((text, index) => table.get(text) === index).length).toBeGreaterThan(120);
  });

  it.each([
    [
      'sessions named for e-mail addresses',
      (n: string) => `arn:aws:sts::123456789012:assumed-role/R/user${n}@example.com`,
    ],
    ['accounts', (n: string) => `arn:aws:cognito-idp:us-east-1:123456789${n}:userpool/`],
    ['names with an end in common', (n: string) => `${n}${'x'.repeat(250)}`],
  ])('keeps texts that differ in their middle alone: %s', (_, textOf) => {
    const table = new TextTable<number>(16, 1024);
    const texts = Array.from({ length: 50 }, (_, index) => textOf(String(index).padStart(3, '0')));
    for (const [index, text] of texts.entries()) table.set(text, index);
    for (const [index, text] of texts.entries()) table.set(text, index, 7);
    for (const number of [0, 7])
      expect(texts.filter((text, index) => table.get(text, number) === index).length).toBeGreaterThan(45);
    expect(table.get('x'.repeat(100_000))).toBeUndefined();
  });

  it.each<[string, (n: number) => string]>([
    ['actions', (n) => `service${n % 20}:Action${Math.imul(n, 7919) >>> 0}`],
    ['numbers', (n) => String(n)],
    [
      'texts of seven and eight characters',
      (n) => `${'x'.repeat(n % 2)}${String(n * 7919).padStart(7, '0')}`,
    ],
    ['what stands before a long end', (n) => `${n}${'y'.repeat(200)}`],
    ['length', (n) => 'z'.repeat(n % 257) + (n > 256 ? 'é' : '')],
  ])('keeps nearly all of 300 texts where there is room for a thousand: %s', (_, textOf) => {
    for (const first of [4, 64, 1024]) {
      const table = new TextTable<number>(first, 1024);
      const texts = Array.from({ length: 300 }, (_, index) => textOf(index + 1));
      for (const [index, text] of texts.entries()) table.set(text, index);
      const kept = texts.filter((text, index) => table.get(text) === index);
      expect(kept.length).toBeGreaterThan(280);
    }
  });

  it('keeps the few texts that are in use', () => {
    const table = new TextTable<number>(4, 64);
    const inUse = Array.from({ length: 12 }, (_, index) => `${pool}Pool${index * 7919}`);
    let missed = 0;
    for (let round = 0; round < 50; round++) {
      for (const [index, text] of inUse.entries()) {
        if (table.get(text) !== index) {
          missed++;
          table.set(text, index);
        }
      }
    }
    expect(missed).toBeLessThan(inUse.length * 4);
  });
});

describe('letter case', () => {
  it('is folded alike the first time and after, for ASCII alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('A', 'b', ':', 'Z', '\u212a', 'É'), maxLength: 12 })),
        (names) => {
          const plain = (name: string) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
          for (const name of [...names, ...names]) expect(foldCase(name)).toBe(plain(name));
        },
      ),
      runs,
    );
  });
});

describe('what clients make up', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const keptBy = (run: () => unknown): number => {
    collect();
    const before = process.memoryUsage().heapUsed;
    const result = run();
    // More than once: V8 lets go of the names of properties when the shapes that have them are gone.
    for (let times = 0; times < 5; times++) collect();
    const kept = process.memoryUsage().heapUsed - before;
    expect(result).toBeDefined();
    return kept;
  };
  const open = (count: number): PolicyStatement[] =>
    Array.from({ length: count }, (_, index) => ({
      Effect: 'Allow',
      Action: 'cognito-idp:*',
      Resource: `${pool}*`,
      Condition: { StringEquals: { 'aws:RequestTag/stage': `v${index}` } },
    }));

  it('is not kept as names of keys', () => {
    const kept = keptBy(() =>
      Array.from({ length: 50 }, (_, index) => {
        const set = compilePolicies([{ Version: '2012-10-17', Statement: open(1) }]);
        const name = `aws:RequestTag/${String(index).repeat(100_000)}`;
        evaluate(set, { ...asked, context: { [name]: 'x' } });
        return set;
      }),
    );
    expect(kept).toBeLessThan(2_000_000);
  });

  it('is not kept as resources', () => {
    const kept = keptBy(() => {
      for (let index = 0; index < 100; index++) {
        const account = `arn:aws:cognito-idp:us-east-1:${100_000_000_000 + index * 7919}:userpool/x`;
        const set = compilePolicies([
          { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: `${account}*` } },
        ]);
        // A text of its own, which stands for nothing else.
        const resource = JSON.parse(JSON.stringify(account + 'a'.repeat(1_000_000)));
        expect(evaluate(set, { ...asked, resource }).decision).toBe('allowed');
        expect(evaluate(set, { ...asked, resource: 'b'.repeat(1_000_000) }).decision).toBe('implicitDeny');
      }
      return true;
    });
    expect(kept).toBeLessThan(20_000_000);
  });

  it('does not multiply what is kept of resources by the number of actions', () => {
    const kept = keptBy(() => {
      const set = compilePolicies([{ Version: '2012-10-17', Statement: open(10) }]);
      for (let action = 0; action < 100; action++) {
        for (let resource = 0; resource < 128; resource++) {
          evaluate(set, { action: `cognito-idp:Admin${action}`, resource: `${pool}${resource}` });
        }
      }
      return set;
    });
    expect(kept).toBeLessThan(4_000_000);
  });
});
