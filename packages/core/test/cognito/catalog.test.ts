// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM's own notation
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { catalog } from '../../src/cognito/catalog.js';
import { isOperation, type Operation } from '../../src/cognito/operations.js';

const names = [...catalog.actions.keys()];
const inherited = ['constructor', '__proto__', 'toString', 'hasOwnProperty', ''];

describe('operations', () => {
  test('there are as many of each authorization as AWS documents', () => {
    const counts = new Map<string, number>();
    for (const { authorization } of catalog.operations.values()) {
      counts.set(authorization, (counts.get(authorization) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      iam: 105,
      accessToken: 22,
      accessTokenOrSession: 2,
      refreshToken: 2,
      session: 1,
      feedbackToken: 1,
      public: 6,
      clientSecret: 1,
    });
  });

  test('an entry holds what is known of the operation', () => {
    expect(catalog.operation('AdminGetUser')).toEqual({
      operation: 'AdminGetUser',
      action: 'cognito-idp:AdminGetUser',
      authorization: 'iam',
      signed: true,
      resourceFrom: 'UserPoolId',
      requiredMembers: ['UserPoolId', 'Username'],
      identifyingMembers: ['Username'],
      userAdminScope: false,
      errors: [
        'InternalErrorException',
        'InvalidParameterException',
        'NotAuthorizedException',
        'OperationNotEnabledException',
        'ResourceNotFoundException',
        'TooManyRequestsException',
        'UserNotFoundException',
      ],
      listed: true,
      summary: 'Reads a user, as an administrator.',
    });
  });

  test('only operations that IAM decides have a resource, and all of them do', () => {
    for (const entry of catalog.operations.values()) {
      expect(entry.resourceFrom !== undefined, entry.operation).toBe(entry.authorization === 'iam');
    }
  });

  test('only operations with an access token need its scope, and VerifySoftwareToken is among them', () => {
    const scoped = [...catalog.operations.values()].filter(({ userAdminScope }) => userAdminScope);
    expect(new Set(scoped.map(({ authorization }) => authorization))).toEqual(
      new Set(['accessToken', 'accessTokenOrSession']),
    );
    expect(scoped.map(({ operation }) => operation)).toContain('VerifySoftwareToken');
    expect(scoped).toHaveLength(22);
  });

  test('listed is true of exactly those whose name the service reference has', () => {
    for (const entry of catalog.operations.values()) {
      expect(entry.listed, entry.operation).toBe(catalog.actions.has(entry.operation));
    }
    expect([...catalog.operations.values()].filter(({ listed }) => !listed)).toHaveLength(15);
  });

  test('where an action has a resource type, the operation has a member for it', () => {
    for (const { operation, authorization, resourceFrom } of catalog.operations.values()) {
      const types = catalog.action(operation)?.resourceTypes;
      if (authorization !== 'iam' || types === undefined) continue;
      expect(resourceFrom !== '*', operation).toBe(types.length > 0);
    }
  });

  test('isOperation knows exactly the operations', () => {
    for (const operation of catalog.operations.keys()) expect(isOperation(operation)).toBe(true);
    for (const name of [...inherited, 'adminGetUser', 'AssociateWebACL']) {
      expect(isOperation(name), name).toBe(false);
      expect(catalog.operation(name), name).toBeUndefined();
    }
  });

  test('Operation is a union of literals', () => {
    expectTypeOf<'AdminGetUser'>().toExtend<Operation>();
    expectTypeOf<'AdminGetUsers'>().not.toExtend<Operation>();
    expectTypeOf<string>().not.toExtend<Operation>();
  });
});

describe('actions', () => {
  test('there are as many as the service reference lists', () => {
    expect(catalog.actions.size).toBe(129);
    expect(names.filter((name) => !isOperation(name))).toEqual([
      'AssociateWebACL',
      'DisassociateWebACL',
      'GetWebACLForResource',
      'ListResourcesForWebACL',
    ]);
  });

  test('an entry holds the row of the table', () => {
    expect(catalog.action('AssociateWebACL')).toEqual({
      action: 'AssociateWebACL',
      accessLevel: 'Write',
      resourceTypes: [
        { type: 'userpool', required: true, conditionKeys: [], dependentActions: [] },
        { type: 'webacl', required: true, conditionKeys: [], dependentActions: [] },
      ],
      conditionKeys: [],
      dependentActions: [],
      summary: 'Lets a web ACL be put in front of a user pool.',
    });
    expect(catalog.action('TagResource')?.accessLevel).toBe('Tagging');
    expect(catalog.action('CreateUserPool')?.conditionKeys).toEqual([
      'aws:RequestTag/${TagKey}',
      'aws:ResourceTag/${TagKey}',
      'aws:TagKeys',
    ]);
  });

  test('a name is found with and without prefix, in any letter case', () => {
    const entry = catalog.actions.get('AdminGetUser');
    expect(entry).toBeDefined();
    for (const name of [
      'AdminGetUser',
      'cognito-idp:AdminGetUser',
      'COGNITO-IDP:ADMINGETUSER',
      'admingetuser',
    ]) {
      expect(catalog.action(name), name).toBe(entry);
    }
    for (const name of [
      ...inherited,
      'cognito-identity:GetId',
      'cognito-idp:',
      's3:AdminGetUser',
      'Admin*',
    ]) {
      expect(catalog.action(name), name).toBeUndefined();
    }
  });

  test('every resource type and condition key of a row is described', () => {
    for (const { resourceTypes, conditionKeys } of catalog.actions.values()) {
      for (const { type } of resourceTypes) expect(catalog.resourceTypes.has(type), type).toBe(true);
      for (const key of conditionKeys) expect(catalog.conditionKeys.has(key), key).toBe(true);
    }
    expect(catalog.resourceTypes.get('userpool')?.conditionKeys).toEqual(['aws:ResourceTag/${TagKey}']);
    expect(catalog.resourceTypes.get('webacl')?.arn).toBe(
      'arn:${Partition}:wafv2:${Region}:${Account}:${Scope}/webacl/${Name}/${Id}',
    );
    expect(catalog.conditionKeys.get('aws:TagKeys')?.type).toBe('ArrayOfString');
  });

  test('every summary is one short sentence', () => {
    for (const { summary } of [...catalog.operations.values(), ...catalog.actions.values()]) {
      expect(summary).toMatch(/^[A-Z][^.]{5,90}\.$/);
    }
  });

  test('entries cannot be changed', () => {
    for (const entry of [...catalog.operations.values(), ...catalog.actions.values()]) {
      expect(Object.isFrozen(entry)).toBe(true);
      for (const value of Object.values(entry)) expect(Object.isFrozen(value)).toBe(true);
    }
  });
});

describe('expand', () => {
  test.each([
    ['cognito-idp:AdminGetUser', ['AdminGetUser']],
    ['COGNITO-IDP:admingetuser', ['AdminGetUser']],
    ['admin?etuser', ['AdminGetUser']],
    ['*WebACL', ['AssociateWebACL', 'DisassociateWebACL', 'ListResourcesForWebACL']],
    ['cognito-idp:Get*Config', ['GetUserPoolMfaConfig']],
    ['cognito-idp:', []],
    ['cognito-idp:Nothing*', []],
    ['cognito-idp:AdminGetUser ', []],
    ['cognito-identity:*', []],
    ['cognito-*:AdminGetUser', []],
    ['s3:*', []],
    ['', []],
    ['[A-Z]*', []],
    ['.*', []],
  ])('%s', (pattern, expected) => {
    expect(catalog.expand(pattern)).toEqual(expected);
  });

  test.each(['*', '*:*', 'cognito-idp:*', 'Cognito-IDP:**'])('%s stands for every action', (pattern) => {
    expect(catalog.expand(pattern)).toEqual(names);
  });

  test('agrees with a regular expression on any pattern cut from a name', () => {
    const pattern = fc
      .array(
        fc.oneof(fc.constantFrom('*', '?', '**', 'Get', 'User', 'Admin', 'Pool'), fc.constantFrom(...names)),
        {
          maxLength: 4,
        },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, (text) => {
        const expression = new RegExp(`^${text.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
        expect(catalog.expand(text)).toEqual(names.filter((name) => expression.test(name)));
      }),
      { numRuns: 200 },
    );
  });

  test('a pattern made to backtrack costs no more than its length', () => {
    const started = performance.now();
    expect(catalog.expand(`${'*a'.repeat(50_000)}b`)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
