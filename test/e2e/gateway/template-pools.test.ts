import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAccount } from '../../../packages/account/src/index.js';
import { startGateway } from '../../../packages/cli/src/gateway/gateway.js';
import type { GatewayReport } from '../../../packages/cli/src/gateway/report.js';
import { CognitoLocal } from '../../../packages/cli/src/gateway/upstream/cognito-local.js';

// A cognito-local that somebody else runs, and the pools of a template, which are those of the same name in it.

const template = `
Resources:
  Staff:
    Type: AWS::Cognito::UserPool
    Properties: { UserPoolName: staff }
  Reader:
    Type: AWS::IAM::User
    Properties:
      UserName: reader
      Policies:
        - PolicyName: ReadStaff
          PolicyDocument:
            Version: '2012-10-17'
            Statement: { Effect: Allow, Action: cognito-idp:ListUsers, Resource: !GetAtt Staff.Arn }
`;

let folder: string;
let emulator: CognitoLocal;
let port: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'template-'));
  port = await freePort();
  emulator = new CognitoLocal({
    ...{ folder, port, issuerDomain: `http://localhost:${port}` },
    changed: () => undefined,
    log: () => undefined,
  });
  await emulator.start();
}, 60_000);
afterEach(async () => {
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

test('a pool that is made is at once the one of the template, and its tokens count', async () => {
  writeFileSync(join(folder, 'template.yaml'), template);
  const key = (name: string) => ({ accessKeyId: `AKIA${name}`, secretAccessKey: 'made-up' });
  const config = {
    account: '123456789012',
    region: 'us-east-1',
    listen: { port: 0 },
    upstream: { url: `http://127.0.0.1:${port}`, emulator: 'cognito-local' },
    templates: [{ file: 'template.yaml' }],
    users: {
      deployer: {
        inlinePolicies: {
          All: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' }],
          },
        },
        accessKeys: [key('DEPLOYER')],
      },
    },
    sessions: [{ user: 'reader', ...key('READER'), sessionToken: 'reading', expiration: null }],
  };
  writeFileSync(join(folder, 'cognito-iam.json'), JSON.stringify(config));
  const load = (localPools = {}) => loadAccount('cognito-iam.json', { folder, ...localPools });
  const reports: GatewayReport[] = [];
  const gateway = await startGateway({
    account: await load(),
    load: (localPools) => load({ localPools }),
    watch: false,
    report: (report) => reports.push(report),
  });
  const findings = () => reports.filter(({ event }) => event === 'finding').map(({ message }) => message);
  const client = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new CognitoIdentityProviderClient({
      ...{ endpoint: gateway.url, region: 'us-east-1', maxAttempts: 1, credentials },
    });
  try {
    const deployer = client(key('DEPLOYER'));
    const reader = client({ ...key('READER'), sessionToken: 'reading' });
    const made = async (PoolName: string) =>
      (await deployer.send(new CreateUserPoolCommand({ PoolName }))).UserPool?.Id ?? '';
    expect(findings()).toEqual([
      expect.stringMatching(
        /`Staff`.* is made up: there is no user pool called `staff` in the emulator; create one/,
      ),
    ]);
    const other = await made('other');
    await expect(reader.send(new ListUsersCommand({ UserPoolId: other }))).rejects.toThrow('not authorized');
    const staff = await made('staff');
    await expect(reader.send(new ListUsersCommand({ UserPoolId: staff }))).resolves.toMatchObject({
      Users: [],
    });
    await expect(reader.send(new ListUserPoolClientsCommand({ UserPoolId: staff }))).rejects.toThrow(
      'not authorized',
    );
    await expect(reader.send(new ListUsersCommand({ UserPoolId: other }))).rejects.toThrow('not authorized');

    // Whose tokens count follows from the pools of an emulator at an address, too: nobody's until it has a client.
    const { UserPoolClient } = await deployer.send(
      new CreateUserPoolClientCommand({ UserPoolId: staff, ClientName: 'app' }),
    );
    const bob = { UserPoolId: staff, Username: 'bob@example.com' };
    await deployer.send(new AdminCreateUserCommand({ ...bob, MessageAction: 'SUPPRESS' }));
    const Password = 'Made-up-2026';
    await deployer.send(new AdminSetUserPasswordCommand({ ...bob, Password, Permanent: true }));
    const { AuthenticationResult } = await deployer.send(
      new InitiateAuthCommand({
        ClientId: UserPoolClient?.ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: bob.Username, PASSWORD: Password },
      }),
    );
    const { AccessToken = '' } = AuthenticationResult ?? {};
    await expect(reader.send(new GetUserCommand({ AccessToken }))).resolves.toHaveProperty('Username');
    const forged = AccessToken.replace(/.{8}$/, 'AAAAAAAA');
    await expect(reader.send(new GetUserCommand({ AccessToken: forged }))).rejects.toThrow(
      'Could not verify signature for Access Token',
    );
    // The pool that was missing has been made since, and what was said once is not said again.
    expect(findings()).toHaveLength(1);
    expect(gateway.health()).toMatchObject({ ok: true, poolsProblem: null, reloadProblem: null });
    expect([...gateway.health().userPools].sort()).toEqual([other, staff].sort());
  } finally {
    await gateway.stop(1_000);
  }
}, 120_000);
