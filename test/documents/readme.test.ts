import { execFile, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, expect, it } from 'vitest';
import { adapterPackages } from '../packages.js';

const run = promisify(execFile);
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const packages = new URL('../../packages/', import.meta.url);
const readmeOf = (name: string) => readFileSync(new URL(`${name}/README.md`, packages), 'utf8');
// Inside the workspace, so that the examples find the packages by their names.
const folder = mkdtempSync(new URL('.readme-', import.meta.url).pathname);
const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];
afterAll(() => closing.reverse().forEach((close) => void close()));

function block(document: string, language: string, part: string): string {
  const blocks = [...document.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, name, text = '']) => ({
    name,
    text,
  }));
  const found = blocks.find(({ name, text }) => name === language && text.includes(part));
  if (found === undefined) throw new Error(`there is no ${language} block with ${part}`);
  return found.text;
}

it('the first example answers its curl as the README says', async () => {
  const mock = await startMock(block(readme, 'js', 'app.listen(9230)'));
  const curl = block(readme, 'sh', 'AdminDeleteUser');
  const answered = (await mock.answer(curl)).replaceAll('\r', '').split('\n');
  for (const line of block(readme, 'http', 'AccessDeniedException').trim().split('\n'))
    expect(answered).toContain(line);

  const allowed = await mock.answer(curl.replace('AdminDeleteUser', 'ListUsers'));
  expect(allowed).toContain('HTTP/1.1 200 OK');
  expect(allowed).toContain('{"Users":[]}');
}, 60_000);

it('the listener prints what its comments say, and the mock need not know', async () => {
  const program = block(readme, 'js', 'decisionChannelName');
  const command = block(readme, 'sh', '--import ./watch.mjs').trim();
  expect(command).toBe('node --import ./watch.mjs mock.mjs');
  const mock = await startMock(block(readme, 'js', 'app.listen(9230)'), program);
  const curl = block(readme, 'sh', 'AdminDeleteUser');
  await mock.answer(curl);
  await mock.answer(curl.replace('AdminDeleteUser', 'ListUsers'));
  const expected = [...program.matchAll(/^\/\/ (.+)$/gm)].map(([, comment]) => comment);
  expect(expected).toHaveLength(2);
  // Before them came the request by which the test waits for the mock.
  await expect.poll(() => mock.printed().trim().split('\n').slice(1)).toEqual(expected);
}, 60_000);

it.each(adapterPackages)(
  'the example of packages/%s permits and denies',
  async (name) => {
    const mock = await startMock(block(readmeOf(name), 'js', 'cognitoIam(authorizer)'));
    const curl = block(readme, 'sh', 'AdminDeleteUser');
    expect(await mock.answer(curl)).toContain('x-amzn-errortype: AccessDeniedException:');
    const allowed = await mock.answer(curl.replace('AdminDeleteUser', 'ListUsers'));
    expect(allowed).toContain('HTTP/1.1 200 OK');
    expect(allowed).toContain('"caller":"arn:aws:sts::123456789012:assumed-role/Support/');
  },
  60_000,
);

it.each(adapterPackages)(
  'the example of packages/%s survives the calls of every sign-in, and paths that pass',
  async (name) => {
    const program = block(readmeOf(name), 'js', 'cognitoIam(authorizer)');
    const mock = await startMock(program);
    const call = (operation: string, body: string) =>
      mock.answer(`curl -i http://localhost:9230/ -H 'content-type: application/x-amz-json-1.1' \
        -H 'x-amz-target: AWSCognitoIdentityProviderService.${operation}' -d "${body}"`);
    for (const operation of ['InitiateAuth', 'SignUp'])
      expect(await call(operation, '{}')).toMatch(/^HTTP\/1.1 200 OK[\s\S]*"Users":\[\]/);
    const token = String.raw`{\"AccessToken\":\"$TOKEN\"}`;
    expect(await call('GetUser', token)).toMatch(/^HTTP\/1.1 200 OK[\s\S]*"Users":\[\]/);

    // The same behind a path that passes, and where audit mode lets somebody unknown through.
    const loose = await startMock(
      program
        .replace('{ createAuthorizer, ', '{ createAuthorizer, rest, ')
        .replace("region: 'us-east-1',", `$& mode: 'audit', routes: rest([], { pass: ['/health'] }),`)
        .replace(/app\.post\('\/'/, "app.all('*'"),
    );
    const target = 'x-amz-target: AWSCognitoIdentityProviderService.ListUsers';
    const list = `{\\"UserPoolId\\":\\"local_1abC\\"}`;
    expect(
      await loose.answer(
        `curl -i http://localhost:9230/ -H '${target}' -H 'content-type: application/x-amz-json-1.1' -d "${list}"`,
      ),
    ).toContain('"Users":[]');
    expect(await loose.answer('curl -i http://localhost:9230/health')).toContain('"Users":[]');
  },
  60_000,
);

it.each(readdirSync(packages).filter((name) => existsSync(new URL(`${name}/src/guard.ts`, packages))))(
  'the guarded routes of packages/%s permit and deny',
  async (name) => {
    const [before = ''] = block(readmeOf(name), 'js', 'cognitoIam(authorizer)').split(
      /(?<=^const app .*\n)/m,
    );
    const mock = await startMock(before + block(readmeOf(name), 'js', 'guard(authorizer'));
    const curl = (method: string) =>
      `curl -i -X ${method} http://localhost:9230/users/bob -H "authorization: Bearer $TOKEN"`;
    expect(await mock.answer(curl('DELETE'))).toContain('x-amzn-errortype: AccessDeniedException:');
    const asked = "-H 'origin: http://localhost:3000' -H 'access-control-request-method: DELETE'";
    expect(await mock.answer(`${curl('OPTIONS')} ${asked}`)).toMatch(
      /^HTTP\/1.1 200 OK[\s\S]*access-control-allow-methods: DELETE\r/i,
    );
    const allowed = await mock.answer(curl('GET'));
    expect(allowed).toContain('HTTP/1.1 200 OK');
    expect(allowed).toContain('"Username":"bob","caller":"arn:aws:sts::123456789012:assumed-role/Support/');
  },
  60_000,
);

it.each([
  ['README.md', 'compilePolicies', readme],
  ['README.md', "render: 'problem+json'", readme],
  ['packages/core/README.md', 'authorizer.authorize', readmeOf('core')],
])(
  'the example of %s with %s prints what its comments say',
  async (_, part, document) => {
    const program = block(document, 'js', part);
    writeFileSync(`${folder}/prints.mjs`, program);
    const { stdout } = await run(process.execPath, [`${folder}/prints.mjs`]);
    const expected = [...program.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map(([, comment]) => comment);
    expect(expected.length).toBeGreaterThan(0);
    expect(stdout.trim().split('\n')).toEqual(expected);
  },
  60_000,
);

it('the paths that the README lets pass are those of the keys and of health', async () => {
  const urls = ['/local_1abC/.well-known/jwks.json', '/health', '/'];
  const program = block(readme, 'js', 'rest([], { pass: [');
  const shown = `console.log(${JSON.stringify(urls)}.map((url) => routes.passes({ url, headers: {} })).join());`;
  writeFileSync(`${folder}/pass.mjs`, `${program}${shown}`);
  const { stdout } = await run(process.execPath, [`${folder}/pass.mjs`]);
  expect(stdout.trim()).toBe('true,true,false');
}, 60_000);

it('the example of an account prints what its comment says', async () => {
  const program = block(readme, 'js', "directory.role('Support')");
  mkdirSync(`${folder}/policies`);
  const policy = new URL('../../examples/mock-cognito/policies/support.json', import.meta.url);
  copyFileSync(policy, `${folder}/policies/support.json`);
  writeFileSync(`${folder}/account.mjs`, program);
  const { stdout } = await run(process.execPath, [`${folder}/account.mjs`], { cwd: folder });
  expect(stdout.trim()).toBe(/\/\/ (arn:.+)$/m.exec(program)?.[1]);
}, 60_000);

/**
 * Runs a program of a README, which listens on port 9230 and trusts an issuer, with a port and an issuer of the test;
 * after `watch`, where that is given.
 */
async function startMock(
  program: string,
  watch?: string,
): Promise<{ answer(curl: string): Promise<string>; printed(): string }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] });
  const jwks = createServer((_, response) => response.end(keys));
  const issuer = `http://127.0.0.1:${await listening(jwks)}/local_1abC`;
  closing.push(() => jwks.close());
  const unused = createServer();
  const port = await listening(unused);
  await new Promise((resolve) => unused.close(resolve));
  const file = `${folder}/mock-${port}.mjs`;
  writeFileSync(
    file,
    program.replace('http://localhost:9229/local_1abC', issuer).replace('9230', String(port)),
  );
  if (watch !== undefined) writeFileSync(`${folder}/watch.mjs`, watch);
  const first = watch === undefined ? [] : ['--import', `${folder}/watch.mjs`];
  const mock = spawn(process.execPath, [...first, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  closing.push(() => mock.kill());
  let printed = '';
  mock.stdout.on('data', (text) => (printed += text));
  let errors = '';
  mock.stderr.on('data', (text) => (errors += text));
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/`).then(
          ({ status }) => status,
          () => errors,
        ),
      { timeout: 30_000 },
    )
    .toBeTypeOf('number');
  const token = await new SignJWT({
    token_use: 'access',
    username: 'alice',
    'cognito:groups': ['support'],
    client_id: 'c',
    scope: 'aws.cognito.signin.user.admin',
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setIssuer(issuer)
    .setSubject('alice')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  return {
    async answer(curl) {
      const local = curl.replace('http://localhost:9230/', `http://127.0.0.1:${port}/`);
      return (await run('sh', ['-c', local], { env: { ...process.env, TOKEN: token } })).stdout;
    },
    printed: () => printed,
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
