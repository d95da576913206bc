import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/cognito/catalog.js';
import type { Operation } from '../../src/cognito/operations.js';
import { actionResources, requestTagKeys, requestTags, resourceReader } from '../../src/cognito/resources.js';

interface Case {
  readonly id: string;
  readonly operation: Operation;
  readonly members: unknown;
  readonly resource?: string;
  readonly invalid?: { readonly error: string; readonly message?: string };
}

const scope = { partition: 'aws', region: 'us-east-1', account: '123456789012' };
const cases = readFileSync(new URL('../../../../test/cases/resources.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Case => JSON.parse(line));
/** The resource of a request, found twice: what was remembered is what was found. */
function requestResource(operation: Operation, members: unknown, where = scope) {
  const read = resourceReader(where, new Map());
  const found = read(catalog.operation(operation), members);
  expect(read(catalog.operation(operation), members)).toEqual(found);
  return found;
}
const operations = fc.constantFrom(...catalog.operations.keys());

describe('resourceReader', () => {
  test.each(cases)('$id', ({ operation, members, resource, invalid }) => {
    const found = requestResource(operation, members);
    if (resource !== undefined) expect(found).toEqual({ resource });
    else expect(found).toEqual({ invalid: expect.objectContaining(invalid ?? {}) });
  });

  test('names what is broken', () => {
    expect(requestResource('AdminGetUser', { UserPoolId: '' })).toMatchObject({
      invalid: {
        violations: [
          { member: 'userPoolId', constraint: 'Member must have length greater than or equal to 1' },
          {
            member: 'userPoolId',
            constraint: 'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+',
          },
        ],
      },
    });
  });

  test('takes partition, region and account from the configuration alone', () => {
    const elsewhere = { partition: 'aws-cn', region: 'cn-north-1', account: '000000000000' };
    expect(requestResource('AdminGetUser', { UserPoolId: 'us-east-1_abc' }, elsewhere)).toEqual({
      resource: 'arn:aws-cn:cognito-idp:cn-north-1:000000000000:userpool/us-east-1_abc',
    });
  });

  test('reads no inherited member', () => {
    const members: unknown = Object.create({ UserPoolId: 'us-east-1_abc' });
    expect(requestResource('AdminGetUser', members)).toHaveProperty('invalid');
  });

  test('accepts exactly the pool ids that the pattern of AWS does', () => {
    const alphabet = fc.constantFrom('a', 'Z', '0', '_', '-', '.', '*', '/', 'é', '\n');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 58 }), (id) => {
        const valid = /^[\w-]+_[0-9a-zA-Z]+$/.test(id) && !id.endsWith('\n') && id.length <= 55;
        expect('resource' in requestResource('ListUsers', { UserPoolId: id })).toBe(valid);
      }),
      { numRuns: 500 },
    );
  });

  test('gives resources or a refusal for any JSON and never throws', () => {
    fc.assert(
      fc.property(operations, fc.jsonValue(), (operation, members) => {
        const found = requestResource(operation, members);
        expect('resource' in found ? found.resource : found.invalid.error).toBeTruthy();
      }),
    );
  });
});

describe('actionResources', () => {
  const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc';
  const webAcl = 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/front/1234';
  const both = new Map([
    ['userpool', pool],
    ['webacl', webAcl],
  ]);

  test.each([
    ['AssociateWebACL', { resources: [pool, webAcl] }],
    ['cognito-idp:DisassociateWebACL', { resources: [pool] }],
    ['GetWebACLForResource', { resources: [pool] }],
    ['ListResourcesForWebACL', { resources: [webAcl] }],
    ['ListUserPools', { resources: ['*'] }],
    ['NoSuchAction', undefined],
  ])('%s', (action, expected) => {
    expect(actionResources(action, both)).toEqual(expected);
  });

  test('says which ARN an action needs besides', () => {
    expect(actionResources('AssociateWebACL', new Map([['userpool', pool]]))).toEqual({
      missing: ['webacl'],
    });
    expect(actionResources('AssociateWebACL', new Map())).toEqual({ missing: ['userpool', 'webacl'] });
  });

  test('asks about * where an optional resource type has no ARN', () => {
    expect(actionResources('TagResource', new Map())).toEqual({ resources: ['*'] });
  });
});

describe('tags', () => {
  test.each<[Operation, unknown, Record<string, string> | undefined, readonly string[] | undefined]>([
    ['CreateUserPool', { UserPoolTags: { team: 'a', Env: '' } }, { team: 'a', Env: '' }, ['team', 'Env']],
    ['UpdateUserPool', { UserPoolTags: { team: 'a' } }, { team: 'a' }, ['team']],
    ['TagResource', { Tags: { team: 'a' } }, { team: 'a' }, ['team']],
    ['UntagResource', { TagKeys: ['team', 'env'] }, undefined, ['team', 'env']],
    ['TagResource', { UserPoolTags: { team: 'a' } }, undefined, undefined],
    ['CreateUserPool', { Tags: { team: 'a' } }, undefined, undefined],
    ['UntagResource', { Tags: { team: 'a' } }, undefined, undefined],
    ['CreateUserPool', {}, undefined, undefined],
    ['CreateUserPool', { UserPoolTags: null }, undefined, undefined],
    ['CreateUserPool', { UserPoolTags: { team: 1 } }, undefined, undefined],
    ['UntagResource', { TagKeys: 'team' }, undefined, undefined],
    [
      'AdminGetUser',
      { UserPoolTags: { team: 'a' }, Tags: { team: 'a' }, TagKeys: ['team'] },
      undefined,
      undefined,
    ],
    ['CreateUserPool', undefined, undefined, undefined],
    ['UntagResource', 'TagKeys', undefined, undefined],
  ])('%s %j', (operation, members, tags, keys) => {
    expect(requestTags(operation, members)).toEqual(tags);
    expect(requestTagKeys(operation, members)).toEqual(keys);
  });

  test('a tag may be called as members of Object.prototype are', () => {
    const members: unknown = JSON.parse('{"Tags":{"__proto__":"x","constructor":"y"}}');
    const tags = requestTags('TagResource', members) ?? {};
    expect(Object.entries(tags)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(Object.getPrototypeOf(tags)).toBeNull();
    expect(requestTagKeys('TagResource', members)).toEqual(['__proto__', 'constructor']);
  });

  test('whatever the body is, the keys are those of the tags and nothing throws', () => {
    fc.assert(
      fc.property(operations, fc.jsonValue(), (operation, value) => {
        const members = { UserPoolTags: value, Tags: value, TagKeys: value };
        const tags = requestTags(operation, members);
        const keys = requestTagKeys(operation, members);
        if (tags !== undefined) expect(keys).toEqual(Object.keys(tags));
        for (const key of keys ?? []) expect(typeof key).toBe('string');
      }),
    );
  });
});
