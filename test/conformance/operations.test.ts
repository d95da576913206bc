import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { type Authorizer, catalog, createAuthorizer, createDirectory, type Outcome } from '@cognito-iam/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapters } from './adapters.js';
import { issuer, jwks, mint, poolArn } from './fixture.js';

/** What AWS does with an operation: facts taken down from its documentation, not from the catalogue. */
interface OperationFacts {
  readonly operation: string;
  readonly authorization: string;
  readonly resourceFrom: string | null;
  readonly requiredMembers: readonly string[];
  readonly userAdminScope: boolean;
}

const text = readFileSync(new URL('../cases/operations.jsonl', import.meta.url), 'utf8');
const operations: readonly OperationFacts[] = text
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const authorizer: Authorizer = createAuthorizer({
  region: 'us-east-1',
  directory: createDirectory({
    account: '123456789012',
    roles: { Everything: { managedPolicies: ['AdministratorAccess'] }, Nothing: {} },
  }),
  issuers: [{ issuer, jwks, audience: null }],
  roleMapping: {
    groups: [{ group: 'admin', role: 'Everything' }],
    authenticatedRole: 'Nothing',
    ambiguousRoleResolution: 'Deny',
  },
  log: () => {},
});

const lists = new Set([
  'CustomAttributes',
  'UserAttributeNames',
  'MFAOptions',
  'UserAttributes',
  'LogConfigurations',
  'TagKeys',
]);
const objects = new Set([
  'User',
  'DestinationUser',
  'SourceUser',
  'Credential',
  'ProviderDetails',
  'LimitDefinition',
  'Tags',
  'SSOSession',
  'UserSessionTracking',
  'TokenSession',
  'AuthParameters',
]);

function inputOf(
  { requiredMembers, resourceFrom, authorization }: OperationFacts,
  accessToken: string,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of requiredMembers) {
    if (lists.has(name)) input[name] = [];
    else if (objects.has(name)) input[name] = {};
    else input[name] = name === 'MaxResults' || name === 'RequestedLimitValue' ? 1 : 'x';
  }
  if (resourceFrom === 'UserPoolId') input['UserPoolId'] = 'us-east-1_EXAMPLE';
  if (requiredMembers.includes('UserPoolId')) input['UserPoolId'] = 'us-east-1_EXAMPLE';
  if (requiredMembers.includes('ResourceArn')) input['ResourceArn'] = poolArn;
  // Two operations do not call it required, but are authorized by nothing else.
  if (authorization.startsWith('accessToken')) input['AccessToken'] = accessToken;
  return input;
}

const resources: ReadonlyMap<string | null, string> = new Map([
  ['UserPoolId', poolArn],
  ['ResourceArn', poolArn],
  ['*', '*'],
]);

test('the facts are those of the operations that the SDK has today', () => {
  expect(operations.map(({ operation }) => operation)).toEqual([...catalog.operations.keys()]);
});

describe.each(adapters)('every operation of the real client, through $name', (adapter) => {
  let server: Server;
  let outcome: Outcome | undefined;
  let endpoint = '';
  const tokens = { admin: '', nobody: '', access: '', unscoped: '' };

  beforeAll(async () => {
    const watched: Authorizer = {
      ...authorizer,
      authorize: async (request) => {
        outcome = await authorizer.authorize(request);
        return outcome;
      },
    };
    server = createServer(adapter.app(watched)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    tokens.admin = await mint({ claims: { 'cognito:groups': ['admin'] } });
    tokens.nobody = await mint({ claims: { 'cognito:groups': [] } });
    tokens.access = await mint({ claims: { token_use: 'access' } });
    tokens.unscoped = await mint({ claims: { token_use: 'access', scope: 'openid' } });
  });
  afterAll(() => server.close());

  /** Sends the operation with the real client: the error's name and message, `undefined` where the mock answered. */
  async function send(
    facts: OperationFacts,
    bearer: string | undefined,
    accessToken: string,
  ): Promise<{ name: string; message: string } | undefined> {
    const client = new sdk.CognitoIdentityProviderClient({
      endpoint,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
    });
    client.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        if (bearer === undefined) delete headers['authorization'];
        else headers['authorization'] = `Bearer ${bearer}`;
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const Command = Object.entries(sdk).find(
      ([name]) => name === `${facts.operation}Command`,
    )?.[1] as unknown as new (
      input: object,
    ) => sdk.GetUserCommand;
    outcome = undefined;
    try {
      await client.send(new Command(inputOf(facts, accessToken)));
      return undefined;
    } catch (error) {
      if (!(error instanceof sdk.CognitoIdentityProviderServiceException)) throw error;
      return { name: error.name, message: error.message };
    } finally {
      client.destroy();
    }
  }

  const decided = operations.filter(({ authorization }) => authorization === 'iam');
  test.each(decided)('$operation is asked of IAM', async (facts) => {
    const { operation, resourceFrom } = facts;
    const action = `cognito-idp:${operation}`;
    expect(await send(facts, tokens.nobody, '')).toEqual({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::123456789012:assumed-role/Nothing/CognitoIdentityCredentials is not authorized to perform: ${action} on resource: ${resources.get(resourceFrom)} because no identity-based policy allows the ${action} action`,
    });
    expect(await send(facts, undefined, '')).toMatchObject({ name: 'MissingAuthenticationTokenException' });
    expect(await send(facts, tokens.admin, '')).toBeUndefined();
    expect(outcome).toMatchObject({
      allowed: true,
      result: { operation, decision: { decision: 'allowed' } },
    });
  });

  const byToken = operations.filter(({ authorization }) => authorization === 'accessToken');
  test.each(byToken)('$operation is authorized by its access token', async (facts) => {
    const { operation, userAdminScope } = facts;
    expect(await send(facts, undefined, tokens.access)).toBeUndefined();
    expect(outcome).toMatchObject({ allowed: true, result: { operation, decision: undefined } });
    expect(await send(facts, tokens.admin, 'garbage')).toEqual({
      name: 'NotAuthorizedException',
      message: 'Invalid Access Token',
    });
    const unscoped = await send(facts, undefined, tokens.unscoped);
    const refused = { name: 'NotAuthorizedException', message: 'Access Token does not have required scopes' };
    expect(unscoped).toEqual(userAdminScope ? refused : undefined);
  });

  const open = operations.filter((facts) => !decided.includes(facts) && !byToken.includes(facts));
  test.each(open)('$operation ($authorization) is not asked of IAM', async (facts) => {
    expect(await send(facts, undefined, tokens.access)).toBeUndefined();
    expect(outcome).toMatchObject({
      allowed: true,
      result: { operation: facts.operation, decision: undefined },
    });
  });
});
