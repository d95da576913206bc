import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createDirectory, type DirectoryOptions } from '../../src/index.js';

const key = { accessKeyId: 'AKIAONE', secretAccessKey: 'secret-of-one' };
const session = {
  accessKeyId: 'ASIATWO',
  secretAccessKey: 'secret-of-two',
  sessionToken: 'token-of-two',
  expiration: '2030-01-31T12:00:00Z',
};
const ofRole = { ...session, role: 'Support', sessionName: 'job' };
const policy = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'cognito-idp:ListUsers', Resource: '*' },
} as const;

const directoryWith = (changes: Partial<DirectoryOptions> | object) =>
  createDirectory({
    account: '123456789012',
    roles: { Support: { tags: { team: 'blue', stage: 'dev', 'laws:eu': 'yes' } } },
    users: { alice: { accessKeys: [key] } },
    ...changes,
  });

describe('the credentials of a directory', () => {
  it('stand for users, sessions and the root user', () => {
    const directory = directoryWith({
      root: { accessKeys: [{ accessKeyId: 'test', secretAccessKey: 'test' }] },
      sessions: [ofRole],
    });
    expect(directory.credentials.map(({ accessKeyId }) => accessKeyId)).toEqual([
      'test',
      'AKIAONE',
      'ASIATWO',
    ]);
    const { caller } = directory.credential('AKIAONE')!;
    expect(caller.principal).toMatchObject({
      arn: 'arn:aws:iam::123456789012:user/alice',
      username: 'alice',
    });
    expect(caller.policies).toBe(directory.user('alice')!.policies);
    expect(directory.credential('AKIAONE')!.caller).toBe(caller);
    expect(directory.credential('test')!.caller.principal.type).toBe('Account');
    expect(directory.credential('test')!.caller.policies).toBe(directory.root.policies);
    expect(directory.credential('ASIATWO')!.caller.policies).toBe(directory.role('Support')!.policies);
    expect(directory.credential('akiaone')).toBeUndefined();
    expect(directory.credential('constructor')).toBeUndefined();
  });

  it('of a session of a role have what STS gives it', () => {
    const tokenIssueTime = new Date('2029-12-31T23:59:59.999Z');
    const details = { tags: { Team: 'red' }, sourceIdentity: 'bob', mfa: true, tokenIssueTime };
    const directory = directoryWith({ sessions: [{ ...ofRole, ...details }] });
    const credential = directory.credential('ASIATWO')!;
    expect(credential.expiresAt).toBe(Date.parse('2030-01-31T12:00:00Z'));
    expect(credential.caller.principal).toMatchObject({
      arn: 'arn:aws:sts::123456789012:assumed-role/Support/job',
      roleArn: 'arn:aws:iam::123456789012:role/Support',
      tags: { Team: 'red', stage: 'dev', 'laws:eu': 'yes' },
      sessionContext: {
        'aws:TokenIssueTime': '2029-12-31T23:59:59Z',
        'aws:MultiFactorAuthPresent': true,
        'aws:SourceIdentity': 'bob',
      },
    });
  });

  it('of a session that says nothing of them are old, and without MFA', () => {
    const { principal } = directoryWith({ sessions: [ofRole] }).credential('ASIATWO')!.caller;
    expect(principal.sessionContext).toEqual({
      'aws:TokenIssueTime': '1970-01-01T00:00:00Z',
      'aws:MultiFactorAuthPresent': false,
    });
  });

  it('take the dates that the SDK and the command line give', () => {
    const missing = { ...ofRole, expiration: undefined };
    expect(() => directoryWith({ sessions: [missing] })).toThrow(
      /required: expected a date.*, or `null` for never/,
    );
    const expires = (expiration: unknown) =>
      directoryWith({ sessions: [{ ...ofRole, expiration }] }).credential('ASIATWO')?.expiresAt;
    const noon = Date.parse('2030-01-31T12:00:00Z');
    expect(expires(new Date(noon))).toBe(noon);
    expect(expires('2030-01-31T12:00:00+00:00')).toBe(noon);
    expect(expires('2030-01-31T13:00:00.000+01:00')).toBe(noon);
    expect(expires(null)).toBeUndefined();
  });

  it('are there too where they are inactive', () => {
    const users = { alice: { accessKeys: [{ ...key, status: 'Inactive' }] } };
    expect(directoryWith({ users }).credential('AKIAONE')).toHaveProperty('active', false);
  });

  it('keep their secrets from whoever prints them', () => {
    const directory = directoryWith({ sessions: [ofRole] });
    const credential = directory.credential('ASIATWO')!;
    for (const value of [directory, credential, directory.credential('AKIAONE'), directory.users]) {
      const printed = `${JSON.stringify(value)} ${inspect(value, { depth: 20, showHidden: true })} ${String(value)}`;
      expect(printed).not.toMatch(/secret-of|token-of/);
    }
    expect({ ...credential }).not.toHaveProperty('secretAccessKey');
    expect([credential.secretAccessKey, credential.sessionToken]).toEqual(['secret-of-two', 'token-of-two']);
  });

  const keys = (...accessKeys: object[]) => ({ users: { alice: { accessKeys } } });
  const sessions = (...changes: object[]) => ({
    sessions: changes.map((change) => ({ ...ofRole, ...change })),
  });

  it.each<[string, object, string, string]>([
    ['an id twice', keys(key, key), 'ERR_OPTION_INVALID', '/users/alice/accessKeys/1/accessKeyId'],
    [
      'an id of a user and the root user',
      { root: { accessKeys: [key] } },
      'ERR_OPTION_INVALID',
      '/users/alice/accessKeys/0/accessKeyId',
    ],
    ['an id of a session', sessions({}, {}), 'ERR_OPTION_INVALID', '/sessions/1/accessKeyId'],
    [
      'an id with a slash',
      keys({ ...key, accessKeyId: 'a/b' }),
      'ERR_OPTION_INVALID',
      '/users/alice/accessKeys/0/accessKeyId',
    ],
    [
      'no secret',
      keys({ accessKeyId: 'a' }),
      'ERR_OPTION_MISSING',
      '/users/alice/accessKeys/0/secretAccessKey',
    ],
    [
      'an empty secret',
      keys({ ...key, secretAccessKey: '' }),
      'ERR_OPTION_INVALID',
      '/users/alice/accessKeys/0/secretAccessKey',
    ],
    [
      'a secret that is a number',
      keys({ ...key, secretAccessKey: 4711 }),
      'ERR_OPTION_INVALID',
      '/users/alice/accessKeys/0/secretAccessKey',
    ],
    [
      'a secret with a line break',
      keys({ ...key, secretAccessKey: 'secret-of\n' }),
      'ERR_OPTION_INVALID',
      '/users/alice/accessKeys/0/secretAccessKey',
    ],
    [
      'a status of nothing',
      keys({ ...key, status: 'active' }),
      'ERR_OPTION_INVALID',
      '/users/alice/accessKeys/0/status',
    ],
    ['an unknown role', sessions({ role: 'Suport' }), 'ERR_ROLE_UNKNOWN', '/sessions/0/role'],
    [
      'an unknown user',
      { sessions: [{ ...session, user: 'alcie' }] },
      'ERR_USER_UNKNOWN',
      '/sessions/0/user',
    ],
    ['neither a role nor a user', { sessions: [session] }, 'ERR_OPTION_INVALID', '/sessions/0'],
    ['both', sessions({ user: 'alice' }), 'ERR_OPTION_INVALID', '/sessions/0'],
    [
      'no session name',
      { sessions: [{ ...session, role: 'Support' }] },
      'ERR_OPTION_INVALID',
      '/sessions/0/sessionName',
    ],
    [
      'a session name with a slash',
      sessions({ sessionName: 'a/b' }),
      'ERR_OPTION_INVALID',
      '/sessions/0/sessionName',
    ],
    [
      'tags of a user',
      { sessions: [{ ...session, user: 'alice', tags: {} }] },
      'ERR_OPTION_INVALID',
      '/sessions/0/tags',
    ],
    [
      'a session name of a user',
      { sessions: [{ ...session, user: 'alice', sessionName: 'shift' }] },
      'ERR_OPTION_INVALID',
      '/sessions/0/sessionName',
    ],
    ['no token', sessions({ sessionToken: undefined }), 'ERR_OPTION_MISSING', '/sessions/0/sessionToken'],
    ['no end', sessions({ expiration: undefined }), 'ERR_OPTION_MISSING', '/sessions/0/expiration'],
    [
      'an end that is no date',
      sessions({ expiration: 'tomorrow' }),
      'ERR_OPTION_INVALID',
      '/sessions/0/expiration',
    ],
    [
      'an end in no time zone',
      sessions({ expiration: '2030-01-31T12:00:00' }),
      'ERR_OPTION_INVALID',
      '/sessions/0/expiration',
    ],
    [
      'no limit among the limits',
      sessions({ sessionPolicies: {} }),
      'ERR_OPTION_INVALID',
      '/sessions/0/sessionPolicies',
    ],
    [
      'an unknown limit',
      sessions({ sessionPolicies: { managedPolicies: ['Nothing'] } }),
      'ERR_MANAGED_POLICY_UNKNOWN',
      '/sessions/0/sessionPolicies/managedPolicies/0',
    ],
    ['an unknown option', sessions({ token: 'x' }), 'ERR_OPTION_UNKNOWN', '/sessions/0/token'],
  ])('%s', (_, changes, code, path) => {
    let message = '';
    const build = () => {
      try {
        directoryWith(changes);
      } catch (error) {
        message = String(error);
        throw error;
      }
    };
    expect(build).toThrow(expect.objectContaining({ code, path }));
    expect(message).not.toMatch(/secret-of|token-of|4711/);
    // It says what is wrong, not only where.
    expect(message.slice(message.indexOf(`${path}: `) + path.length + 2)).toMatch(/\w+\W+\w+/);
  });

  it('may be limited by managed policies and inline ones', () => {
    const sessionPolicies = { managedPolicies: ['AmazonCognitoReadOnly'], inlinePolicies: { list: policy } };
    const directory = directoryWith({ sessions: [{ ...ofRole, sessionPolicies }] });
    expect(directory.credential('ASIATWO')!.caller.policies).not.toBe(directory.role('Support')!.policies);
  });
});
