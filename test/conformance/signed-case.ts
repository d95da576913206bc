import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AuthorizerOptions, createDirectory, type Directory } from '@cognito-iam/core';
import { mint, poolArn, type TokenSpec } from './fixture.js';
import type { Sent } from './send.js';

/** The time of every case that does not say otherwise. */
export const now = Date.UTC(2026, 10, 21, 23, 30);

const allow = (...Action: string[]) => ({
  Version: '2012-10-17' as const,
  Statement: { Effect: 'Allow' as const, Action, Resource: poolArn },
});

/** What the cases sign with, by the names that they use. */
export const secrets = {
  alice: { accessKeyId: 'AKIAALICE', secretAccessKey: 'alice/secret+key' },
  former: { accessKeyId: 'AKIAFORMER', secretAccessKey: 'former-secret' },
  root: { accessKeyId: 'AKIAROOT', secretAccessKey: 'root-secret-key' },
  support: {
    accessKeyId: 'ASIASUPPORT',
    secretAccessKey: 'support-secret',
    sessionToken: 'FwoGZXIvYXdzEsupport//=',
  },
  expired: { accessKeyId: 'ASIAEXPIRED', secretAccessKey: 'expired-secret', sessionToken: 'expired-token==' },
  limited: { accessKeyId: 'ASIALIMITED', secretAccessKey: 'limited-secret', sessionToken: 'limited-token==' },
  mfa: { accessKeyId: 'ASIAMFA', secretAccessKey: 'mfa-user-secret', sessionToken: 'mfa-token-text==' },
  stranger: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'stranger-secret' },
} as const;

/** An account with a credential of every kind. */
export const signedDirectory: Directory = createDirectory({
  account: '123456789012',
  roles: {
    Support: {
      path: '/team/',
      inlinePolicies: { support: allow('cognito-idp:AdminGetUser', 'cognito-idp:ListUsers') },
      tags: { team: 'blue' },
    },
  },
  users: {
    alice: {
      inlinePolicies: {
        alice: allow('cognito-idp:AdminGetUser'),
        withMfa: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: 'cognito-idp:AdminDeleteUser',
            Resource: '*',
            Condition: {
              Bool: { 'aws:MultiFactorAuthPresent': 'true' },
              DateGreaterThan: { 'aws:TokenIssueTime': '2026-11-21T00:00:00Z' },
            },
          },
        },
        longTerm: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: 'cognito-idp:ListGroups',
            Resource: '*',
            Condition: { Null: { 'aws:TokenIssueTime': 'true', 'aws:MultiFactorAuthPresent': 'true' } },
          },
        },
      },
      accessKeys: [secrets.alice, { ...secrets.former, status: 'Inactive' }],
    },
  },
  root: { accessKeys: [secrets.root] },
  sessions: [
    { role: 'Support', sessionName: 'alice', ...secrets.support, expiration: '2026-11-22T00:00:00Z' },
    { role: 'Support', sessionName: 'old', ...secrets.expired, expiration: new Date(now) },
    {
      role: 'arn:aws:iam::123456789012:role/team/Support',
      sessionName: 'limited',
      ...secrets.limited,
      expiration: null,
      sessionPolicies: { inlinePolicies: { onlyList: allow('cognito-idp:ListUsers') } },
    },
    {
      user: 'alice',
      ...secrets.mfa,
      expiration: '2026-11-22T01:00:00+00:00',
      tokenIssueTime: '2026-11-21T23:00:00Z',
      mfa: true,
    },
  ],
});

/** A row of `test/cases/signed-requests.json`. */
export interface SignedCase {
  readonly name: string;
  readonly options?: Partial<AuthorizerOptions>;
  /** Whose credentials sign. */
  readonly by: keyof typeof secrets;
  /** What is signed, where it is not what is usual. */
  readonly sign?: {
    readonly operation?: string;
    readonly path?: string;
    readonly body?: string;
    /** `20261121T233000Z`; the header, and the day of the scope. */
    readonly date?: string;
    readonly scope?: {
      readonly date?: string;
      readonly region?: string;
      readonly service?: string;
      readonly end?: string;
    };
    readonly secret?: string;
    /** Headers that are signed beside or in place of the usual ones; `null` leaves one out of the request. */
    readonly headers?: Readonly<Record<string, string | null>>;
    /** The names of the headers that are signed; the SDK's for JavaScript, version 2, if left out. */
    readonly names?: readonly string[];
  };
  /** What arrives in place of what was signed. */
  readonly sent?: {
    readonly path?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** Replaced in the `Authorization` header. */
    readonly authorization?: readonly [string, string];
  };
  /** Sent as `x-amz-security-token` without being signed. */
  readonly jwt?: TokenSpec;
  /** The ARN of the caller that the mock sees, or the refusal. */
  readonly answer: { readonly passes: string } | { readonly type: string; readonly message: string };
}

/** The cases that every adapter and the core itself are run against. */
export const signedCases: readonly SignedCase[] = JSON.parse(
  readFileSync(new URL('../cases/signed-requests.json', import.meta.url), 'utf8'),
);

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The request of a case. Signed with nothing but Node's hashes, and only as far as the cases need. */
export async function signed({ by, sign = {}, sent = {}, jwt }: SignedCase): Promise<Sent> {
  const { operation = 'AdminGetUser', path = '/', date = '20261121T233000Z' } = sign;
  const body = sign.body ?? JSON.stringify({ UserPoolId: 'us-east-1_EXAMPLE', Username: 'bob' });
  const credential: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = secrets[by];
  const { sessionToken } = credential;
  const given: Record<string, string | null> = {
    host: 'localhost:9230',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': date,
    ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    ...sign.headers,
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) if (value !== null) headers[name] = value;
  const names =
    sign.names ??
    Object.keys(headers)
      .filter((name) => name !== 'content-type' && name !== 'date')
      .sort();
  const headerOf = (name: string) => (Object.hasOwn(headers, name) ? headers[name] : undefined);
  const [pathname = '', query = ''] = path.split('?');
  const canonical = [
    'POST',
    encodeURI(pathname),
    query,
    ...names.map((name) => `${name}:${(headerOf(name) ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'] ?? sha256(body),
  ].join('\n');
  const {
    date: day = date.slice(0, 8),
    region = 'us-east-1',
    service = 'cognito-idp',
    end = 'aws4_request',
  } = sign.scope ?? {};
  const scope = [day, region, service, end].join('/');
  const key = [day, region, service, end].reduce<string | Buffer>(
    hmac,
    `AWS4${sign.secret ?? credential.secretAccessKey}`,
  );
  const signature = hmac(key as Buffer, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString(
    'hex',
  );
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  const [from, to] = sent.authorization ?? ['', ''];
  if (!authorization.includes(from)) throw new Error(`there is no ${from} in the header`);
  return {
    path: sent.path ?? path,
    headers: {
      ...headers,
      authorization: from === '' ? authorization : authorization.replace(from, to),
      ...(jwt && { 'x-amz-security-token': await mint(jwt, now) }),
      ...sent.headers,
    },
    body: sent.body ?? body,
  };
}
