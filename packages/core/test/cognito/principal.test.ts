import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/cognito/create-directory.js';
import type { Principal } from '../../src/cognito/principal.js';
import { principalFromClaims, type SessionOptions } from '../../src/cognito/principal-from-claims.js';
import {
  anonymousPrincipal,
  roleSession,
  rootPrincipal,
  userPrincipal,
} from '../../src/cognito/principal-of-entry.js';

const directory = createDirectory({
  account: '123456789012',
  partition: 'aws-cn',
  roles: { Support: { path: '/service/', id: 'AROAEXAMPLEEXAMPLE123', tags: { Team: 'blue', Level: '1' } } },
  users: { deploy: { path: '/ci/', tags: { Team: 'ops' } } },
});
const role = directory.role('Support')!;
const assumed = { role, sessionName: 'alice' };

describe('principals of entries', () => {
  it('a role session', () => {
    expect(roleSession(role, 'alice')).toEqual({
      arn: 'arn:aws-cn:sts::123456789012:assumed-role/Support/alice',
      type: 'AssumedRole',
      account: '123456789012',
      roleArn: 'arn:aws-cn:iam::123456789012:role/service/Support',
      userId: 'AROAEXAMPLEEXAMPLE123:alice',
      tags: { Team: 'blue', Level: '1' },
      sessionContext: {},
    });
  });

  it('a user', () => {
    const user = directory.user('deploy')!;
    expect(userPrincipal(user)).toEqual({
      arn: 'arn:aws-cn:iam::123456789012:user/ci/deploy',
      type: 'User',
      account: '123456789012',
      userId: user.id,
      username: 'deploy',
      tags: { Team: 'ops' },
      sessionContext: {},
    });
  });

  it('the root user and nobody', () => {
    expect(rootPrincipal(directory)).toMatchObject({
      arn: 'arn:aws-cn:iam::123456789012:root',
      type: 'Account',
      userId: '123456789012',
    });
    expect(anonymousPrincipal).toEqual({
      arn: 'anonymous',
      type: 'Anonymous',
      userId: 'anonymous',
      tags: {},
      sessionContext: {},
    });
  });
});

describe('principalFromClaims', () => {
  const read = (claims: Record<string, unknown>, options: SessionOptions = {}, provider?: string) =>
    principalFromClaims(claims, assumed, options, provider);
  const from = (...given: Parameters<typeof read>): Principal => {
    const result = read(...given);
    if ('denied' in result) throw new Error(result.message);
    return result;
  };

  it('lays session tags over those of the role, letter case of keys aside', () => {
    const principalTags = {
      team: 'custom:team',
      Site: 'custom:site',
      Age: 'age',
      Ok: 'ok',
      No: 'no',
      L: 'l',
    };
    const claims = { 'custom:team': 'red', 'custom:site': '', age: 7, ok: true, no: null, l: ['a'] };
    expect(from(claims, { principalTags }).tags).toEqual({
      team: 'red',
      Site: '',
      Age: '7',
      Ok: 'true',
      Level: '1',
    });
  });

  it.each(['*', 'a\nb', '$(userid)', 'x'.repeat(257), 'a\u0000'])('refuses %j as a session tag', (value) => {
    expect(read({ team: value }, { principalTags: { Team: 'team' } })).toEqual({
      denied: 'malformedTag',
      message: 'the value of claim `team` cannot be that of session tag `Team`',
    });
  });

  it('takes claims, not inherited members, for tags', () => {
    expect(from({}, { principalTags: { A: 'constructor', B: '__proto__' } }).tags).toEqual({
      Team: 'blue',
      Level: '1',
    });
  });

  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [1_790_000_000, '2026-09-21T14:13:20Z'],
    [1_790_000_000.9, '2026-09-21T14:13:20Z'],
    [253_402_300_799, '9999-12-31T23:59:59Z'],
    [253_402_300_800, '1970-01-01T00:00:00Z'],
    [-1, '1970-01-01T00:00:00Z'],
    [Number.NaN, '1970-01-01T00:00:00Z'],
    ['1790000000', '1970-01-01T00:00:00Z'],
    [undefined, '1970-01-01T00:00:00Z'],
  ])('a token of %s was issued at %s', (iat, time) => {
    expect(from({ iat }).sessionContext['aws:TokenIssueTime']).toBe(time);
  });

  it('names the provider after the issuer, or as it is told', () => {
    const amr = 'cognito-identity.amazonaws.com:amr';
    expect(from({ iss: 'http://127.0.0.1:9229/local_1', sub: 's' }).sessionContext[amr]).toEqual([
      'authenticated',
      '127.0.0.1:9229/local_1',
      '127.0.0.1:9229/local_1:CognitoSignIn:s',
    ]);
    expect(from({ iss: 'x', sub: 1 }, {}, 'p/q').sessionContext[amr]).toEqual(['authenticated', 'p/q']);
    expect(from({}).sessionContext[amr]).toEqual(['authenticated']);
  });

  it('has no key that a token cannot tell', () => {
    const keys = Object.keys(from({ sub: 's', iss: 'https://i/p', iat: 1 }).sessionContext);
    expect(keys.sort()).toEqual([
      'aws:FederatedProvider',
      'aws:TokenIssueTime',
      'cognito-identity.amazonaws.com:amr',
    ]);
  });

  it('any claims give a principal or a refusal', () => {
    const claim = fc.constantFrom('sub', 'iss', 'iat', 'team', '__proto__', 'constructor');
    fc.assert(
      fc.property(fc.dictionary(claim, fc.anything()), (claims) => {
        const result = read(claims, { principalTags: { A: 'team', B: '__proto__' } });
        expect('denied' in result ? result.denied : result.arn).toMatch(/^malformedTag$|^arn:aws-cn:sts::/);
      }),
    );
  });
});
