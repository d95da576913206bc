import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAccount } from '@cognito-iam/account';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { startGateway } from '../../src/gateway/gateway.js';
import { runCommand } from '../../src/program.js';
import { developmentKey } from '../../src/token/development-key.js';
import { collectingTerminal } from '../collecting-terminal.js';
import { runIn, stackConfig, stackWith } from '../stack-files.js';

const poolId = 'us-east-1_AbCdEfGhI';
const keyFile = 'keys/development.pem';
const upstream = createServer((_, response) => response.end('{"from":"upstream"}'));
await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
afterAll(() => upstream.close());

function folderWith(more: object = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-token-'));
  const Statement = { Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource: '*' };
  const config = {
    account: '123456789012',
    region: 'us-east-1',
    listen: { port: 0 },
    upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
    issuers: [],
    clients: { client1: poolId },
    roles: { Support: { inlinePolicies: { P: { Version: '2012-10-17', Statement } } }, Nobody: {} },
    roleMapping: {
      groups: [{ group: 'helpers', role: 'Support' }],
      ambiguousRoleResolution: 'Deny',
      sessionName: { claim: ['cognito:username', 'username'] },
    },
    ...more,
  };
  writeFileSync(join(folder, 'cognito-iam.json'), JSON.stringify(config));
  return folder;
}

async function run(folder: string, ...args: string[]) {
  const terminal = collectingTerminal(folder);
  const exitCode = await runCommand(args, terminal);
  return { exitCode, out: terminal.printed.join('\n'), told: terminal.told.join('\n') };
}

async function trusting(algorithm = 'ES256'): Promise<string> {
  const folder = folderWith({ trustDevelopmentTokens: keyFile });
  expect((await run(folder, 'token', '--init', '--algorithm', algorithm)).exitCode).toBe(0);
  return folder;
}

describe('token --init', () => {
  it('makes a key that nobody else can read, and never over another', async () => {
    const folder = await trusting();
    expect(statSync(join(folder, keyFile)).mode & 0o777).toBe(0o600);
    const before = readFileSync(join(folder, keyFile), 'utf8');
    const again = await run(folder, 'token', '--init');
    expect(again.exitCode).toBe(2);
    expect(again.told).toContain('is there already');
    expect(readFileSync(join(folder, keyFile), 'utf8')).toBe(before);
  });

  it('says what is to be done where nothing trusts it yet', async () => {
    const folder = folderWith();
    const { exitCode, out, told } = await run(folder, 'token', '--init');
    expect(exitCode).toBe(0);
    expect(out).toBe('');
    expect(told).toContain("echo 'cognito-iam.development-key.pem' >> .gitignore");
    expect(told).toContain('add `trustDevelopmentTokens: cognito-iam.development-key.pem`');
    expect(existsSync(join(folder, 'cognito-iam.development-key.pem'))).toBe(true);
  });
});

describe('token', () => {
  it.each([
    [[], '; --role names one, --group a group that has one'],
    [['--use', 'access'], '; --group names a group that has a role'],
    [['--group', 'nobodys'], ''],
  ])('says with %j how a role is named where the token has none', async (args, mend) => {
    const { exitCode, told } = await run(await trusting(), 'token', ...args);
    expect(exitCode).toBe(0);
    const [warning = ''] = told.split('\n').filter((line) => line.startsWith('warning'));
    expect(warning).toMatch(/^warning {2}the token stands for nobody: [^;]+/);
    expect(warning.replace(/^[^;]+/, '')).toBe(mend);
  });

  it('gives an ID token with the claims of a user pool', async () => {
    const folder = await trusting('RS256');
    const args = [
      '--role',
      'Support',
      '--group',
      'helpers',
      '--pool',
      poolId,
      '--user',
      'ann',
      '--client',
      'client1',
      '--expires',
      '5m',
    ];
    const { exitCode, out, told } = await run(
      folder,
      'token',
      ...args,
      '--claim',
      'custom:team=blue',
      '--claim',
      'email_verified=true',
    );
    expect(exitCode).toBe(0);
    expect(told).toContain('ID token of ann: arn:aws:sts::123456789012:assumed-role/Support/ann, until ');
    const uuid = expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const claims = decodeJwt(out);
    const { iat = 0 } = claims;
    expect(decodeProtectedHeader(out)).toEqual({ alg: 'RS256', kid: expect.any(String) });
    expect(claims).toEqual({
      sub: uuid,
      'cognito:groups': ['helpers'],
      'cognito:roles': ['arn:aws:iam::123456789012:role/Support'],
      'cognito:preferred_role': 'arn:aws:iam::123456789012:role/Support',
      'cognito:username': 'ann',
      iss: `https://development.cognito-iam.invalid/${poolId}`,
      aud: 'client1',
      token_use: 'id',
      origin_jti: uuid,
      event_id: uuid,
      jti: uuid,
      auth_time: iat,
      iat: expect.any(Number),
      exp: iat + 300,
      'custom:team': 'blue',
      email_verified: true,
    });
    const second = await run(folder, 'token', ...args);
    expect(decodeJwt(second.out).sub).toBe(claims.sub);
  });

  it('gives an access token', async () => {
    const { out } = await run(await trusting(), 'token', '--use', 'access', '--group', 'helpers');
    const claims = decodeJwt(out);
    expect(Object.keys(claims).sort()).toEqual([
      'auth_time',
      'client_id',
      'cognito:groups',
      'event_id',
      'exp',
      'iat',
      'iss',
      'jti',
      'origin_jti',
      'scope',
      'sub',
      'token_use',
      'username',
    ]);
    expect(claims).toMatchObject({
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: 'developer',
    });
  });

  it('warns of a token that stands for nobody', async () => {
    const { exitCode, told } = await run(await trusting(), 'token', '--group', 'others');
    expect(exitCode).toBe(0);
    expect(told).toContain('warning  the token stands for nobody');
  });

  it.each([
    [['--role', 'Suport'], 'did you mean `role/Support`?'],
    [['--role', 'Support', '--use', 'access'], 'an access token names no role'],
    [['--claim', 'iss=me'], 'the claim `iss` follows from --pool'],
    [['--claim', 'email'], '`email` is no claim'],
    [['--expires', '2d'], '`2d` is no lifetime'],
    [['--algorithm', 'RS256'], '--algorithm is for --init'],
    [['--pool', '*'], '`*` is no user pool'],
  ])('says what is wrong with %j', async (args, message) => {
    const { exitCode, out, told } = await run(await trusting(), 'token', ...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(told).toContain(message);
  });

  it('is refused where the configuration trusts none, the key is missing, others can read it, or it is none', async () => {
    const refused = async (folder: string) => {
      const { exitCode, out, told } = await run(folder, 'token', '--role', 'Support');
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      return told;
    };
    expect(await refused(folderWith())).toContain('trusts no development tokens');
    expect(await refused(folderWith({ trustDevelopmentTokens: keyFile }))).toContain('cannot be read');
    const folder = await trusting();
    chmodSync(join(folder, keyFile), 0o640);
    expect(await refused(folder)).toContain('others can read the development key');
    chmodSync(join(folder, keyFile), 0o600);
    writeFileSync(join(folder, keyFile), 'no key');
    expect(await refused(folder)).toContain('holds no key');
  });

  it.skipIf(process.platform === 'win32')('waits for nobody who might write a key into a pipe', async () => {
    const folder = folderWith({ trustDevelopmentTokens: keyFile });
    mkdirSync(dirname(join(folder, keyFile)), { recursive: true });
    execFileSync('mkfifo', ['-m', '600', join(folder, keyFile)]);
    const { exitCode, told } = await run(folder, 'token', '--role', 'Support');
    expect(exitCode).toBe(2);
    expect(told).toContain('cannot be read');
  });

  it.skipIf(process.platform === 'win32')(
    'is known by a key that nobody else can write, nor read where it is private',
    async () => {
      const folder = await trusting();
      const file = join(folder, keyFile);
      await expect(developmentKey(file)).resolves.toMatchObject({ algorithm: 'ES256' });
      for (const [mode, can] of [
        [0o640, 'read'],
        [0o604, 'read'],
        [0o620, 'write'],
        [0o602, 'write'],
      ] as const) {
        chmodSync(file, mode);
        await expect(developmentKey(file)).rejects.toThrow(`others can ${can} the development key`);
      }
      const publicFile = join(folder, 'public.pem');
      const pem = createPublicKey(readFileSync(file, 'utf8')).export({ type: 'spki', format: 'pem' });
      writeFileSync(publicFile, pem, { mode: 0o644 });
      await expect(developmentKey(publicFile)).resolves.toMatchObject({ algorithm: 'ES256' });
      chmodSync(publicFile, 0o664);
      await expect(developmentKey(publicFile)).rejects.toThrow('others can write the development key');
    },
  );

  it('is whom check asks about', async () => {
    const folder = await trusting();
    const { out } = await run(folder, 'token', '--group', 'helpers', '--pool', 'eu-west-1_Other');
    const ask = (action: string) =>
      run(folder, 'check', '--as', out, '--action', action, '--resource', poolId);
    expect(await ask('AdminGetUser')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('role/Support may AdminGetUser'),
    });
    expect((await ask('AdminDeleteUser')).exitCode).toBe(1);
  });

  it('is believed by a gateway that trusts its key, and by no other', async () => {
    const folder = await trusting();
    const call = async (of: string, token: string) => {
      const account = await loadAccount('cognito-iam.json', { folder: of });
      const gateway = await startGateway({
        account,
        load: async () => account,
        watch: false,
        report: () => undefined,
      });
      try {
        const response = await fetch(gateway.url, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser',
            authorization: `Bearer ${token}`,
          },
          body: JSON.stringify({ UserPoolId: poolId, Username: 'ann' }),
        });
        return `${response.status} ${await response.text()}`;
      } finally {
        await gateway.stop(1000);
      }
    };
    const tokenOf = async (...args: string[]) => (await run(folder, 'token', ...args)).out;
    const support = await tokenOf('--role', 'Support');
    expect(await call(folder, support)).toBe('200 {"from":"upstream"}');
    expect(
      await call(folder, await tokenOf('--group', 'helpers', '--use', 'access', '--pool', poolId)),
    ).toMatch(/^200/);
    expect(await call(folder, await tokenOf('--role', 'Nobody'))).toMatch(
      /^400 .*assumed-role\/Nobody\/developer is not authorized/,
    );
    expect(await call(folderWith(), support)).toMatch(/^400 .*Exception/);
    expect(await call(await trusting(), support)).toMatch(/^400 .*Exception/);
  });
});

it('names a role of a template by its logical id', async () => {
  const files = {
    'stack.yaml': stackWith().replace('RoleName: Support', 'Path: /'),
    'cognito-iam.yaml': `${stackConfig}trustDevelopmentTokens: cognito-iam.development-key.pem\nroleMapping: { type: Token, ambiguousRoleResolution: Deny }\n`,
  };
  const { folder } = await runIn(files, 'token --init');
  const terminal = collectingTerminal(folder);
  expect(await runCommand(['token', '--role', 'Support'], terminal)).toBe(0);
  expect(terminal.told.join()).toContain('assumed-role/stack-Support-');
});
