import type { Authorizer, AuthorizerOptions, HttpRequest, LogEntry } from '../../src/index.js';
import { createAuthorizer, createDirectory } from '../../src/index.js';
import { issuer, issuerKey } from './tokens.js';

export const key = await issuerKey('one');
export const poolId = 'us-east-1_EXAMPLE';
export const poolArn = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${poolId}`;

export const directory = createDirectory({
  account: '123456789012',
  roles: {
    Reader: {
      inlinePolicies: {
        read: {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource: '*' },
        },
      },
    },
  },
});

export const required: AuthorizerOptions = {
  region: 'us-east-1',
  directory,
  issuers: [{ issuer, jwks: { keys: [key.jwk] }, audience: ['client-1'] }],
  roleMapping: { ambiguousRoleResolution: 'Deny', authenticatedRole: 'Reader' },
};

/** An authorizer with its log, whose clock stands at 1,000 seconds after 1970. */
export function authorizerWith(changes: Partial<AuthorizerOptions> = {}): {
  readonly authorizer: Authorizer;
  readonly log: LogEntry[];
} {
  const log: LogEntry[] = [];
  const options = {
    ...required,
    log: (entry: LogEntry) => log.push(entry),
    now: () => 1_000_000,
    ...changes,
  };
  return { authorizer: createAuthorizer(options), log };
}

/** A request for an operation, with a good token. */
export async function requestFor(
  operation: string,
  body: HttpRequest['body'] = { UserPoolId: poolId, Username: 'bob' },
  headers: HttpRequest['headers'] = {},
): Promise<HttpRequest> {
  return {
    method: 'POST',
    url: '/',
    headers: {
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      authorization: `Bearer ${await key.sign(2000)}`,
      ...headers,
    },
    body,
    sourceIp: '127.0.0.1',
    secure: false,
  };
}
