import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { installed } from './pack.js';

const run = promisify(execFile);
const patience = 240_000;

let folder = '';
const running: ChildProcess[] = [];

interface Command {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Runs `npx cognito-iam …`, in a process group of its own, so that all of it can be ended. */
function npx(...args: readonly string[]): Command {
  const child = spawn('npx', ['--no', 'cognito-iam', ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
  return { child, output: () => output, ended };
}

/** The process id of the program that npx runs: npx itself dies of a signal, and else ends with the program's exit code. */
async function programOf({ child }: Command): Promise<number> {
  const { stdout } = await run('pgrep', ['-g', String(child.pid), '-f', '^[^ ]*node .*cognito-iam serve$']);
  const [pid, ...others] = stdout.trim().split('\n').map(Number);
  expect(others).toEqual([]);
  return pid ?? expect.fail('npx runs nothing');
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

/** Changes a file of the project by hand; fails where `from` is not in it. */
async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(folder, file), text.replace(from, to));
}

/** Tests the command as its users have it: installed from tarballs in an empty folder, and run with npx. */
export function describeCommand(tarballOf: (folder: string) => string): void {
  describe('the command in an empty folder', () => {
    beforeAll(async () => {
      const own = ['core', 'node', 'account', 'testing', 'cli'];
      folder = await installed(new Map(own.map((name) => [name, tarballOf(name)])));
    }, patience);

    afterAll(async () => {
      for (const child of running) {
        const isRunning = child.exitCode === null && child.signalCode === null;
        if (isRunning && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      }
      if (folder !== '') await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    });

    test(
      'init, serve, three identities, a denial, its explanation, and the policy that is mended meanwhile',
      async () => {
        expect(await npx('init').ended).toMatchObject({ code: 0 });
        const port = await freePort();
        await edit('cognito-iam.yaml', '  port: 9230\n', `  port: ${port}\n`);

        const gateway = npx('serve');
        const endpoint = `http://127.0.0.1:${port}`;
        await vi.waitFor(
          async () => {
            if (gateway.child.exitCode !== null) throw new Error(`it ended: ${gateway.output()}`);
            expect((await fetch(`${endpoint}/_cognito-iam/health`)).status, gateway.output()).toBe(200);
          },
          { timeout: 60_000, interval: 100 },
        );

        const client = (credentials: {
          accessKeyId: string;
          secretAccessKey: string;
          sessionToken?: string;
        }) =>
          new CognitoIdentityProviderClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
        const developer = client({
          accessKeyId: 'AKIALOCALDEVELOPER',
          secretAccessKey: 'local-secret-of-developer',
        });
        const nobody = client({ accessKeyId: 'unknown', secretAccessKey: 'unknown' });

        // The signed key of the configuration that `init` wrote.
        const { UserPool: pool } = await developer.send(new CreateUserPoolCommand({ PoolName: 'shop' }));
        const UserPoolId = pool?.Id ?? expect.fail('no user pool');
        const { UserPoolClient: app } = await developer.send(
          new CreateUserPoolClientCommand({
            UserPoolId,
            ClientName: 'web',
            ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          }),
        );
        const ClientId = app?.ClientId ?? expect.fail('no app client');
        await developer.send(new CreateGroupCommand({ UserPoolId, GroupName: 'support' }));

        // Nobody may sign up and in, and nothing else.
        const [Username, Password] = ['bob@example.com', 'Made-up-2026'];
        await nobody.send(new SignUpCommand({ ClientId, Username, Password }));
        await developer.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
        await developer.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: 'support' }));
        const signIn = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId } as const;
        const { AuthenticationResult: tokens } = await nobody.send(
          new InitiateAuthCommand({ ...signIn, AuthParameters: { USERNAME: Username, PASSWORD: Password } }),
        );
        await expect(nobody.send(new ListUsersCommand({ UserPoolId }))).rejects.toMatchObject({
          name: 'UnrecognizedClientException',
        });

        // The token of the user pool.
        const sessionToken = tokens?.AccessToken ?? expect.fail('no token');
        const bob = client({ accessKeyId: 'any', secretAccessKey: 'any', sessionToken });
        await expect(bob.send(new ListUsersCommand({ UserPoolId }))).resolves.toMatchObject({
          Users: [expect.objectContaining({ Attributes: expect.anything() })],
        });
        const deleteBob = () => bob.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
        const arn = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${UserPoolId}`;
        await expect(deleteBob()).rejects.toMatchObject({
          name: 'AccessDeniedException',
          message: expect.stringContaining(`cognito-idp:AdminDeleteUser on resource: ${arn}`),
        });

        const question = ['--as', 'Support', '--action', 'AdminDeleteUser', '--resource', UserPoolId];
        const explained = await npx('explain', ...question).ended;
        expect(explained).toMatchObject({
          code: 1,
          output: expect.stringContaining('policies/support.json:'),
        });
        expect(await npx('check', ...question).ended).toMatchObject({ code: 1 });

        await edit('policies/support.json', '"cognito-idp:ListUsers"', '"cognito-idp:*User*"');
        await vi.waitUntil(() => gateway.output().includes('reloaded: '), { timeout: 20_000 });
        await expect(deleteBob()).resolves.toBeDefined();
        expect(await npx('check', ...question).ended).toMatchObject({ code: 0 });
        expect(await npx('check', '--as', 'Nobody', ...question.slice(2)).ended).toMatchObject({ code: 2 });

        process.kill(await programOf(gateway), 'SIGINT');
        expect(await gateway.ended).toMatchObject({ code: 0 });
        await expect(fetch(endpoint)).rejects.toThrow();
      },
      patience,
    );
  });
}
