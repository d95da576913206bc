import { execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, expect, it } from 'vitest';

const run = promisify(execFile);
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = '', text = '']) => ({
  language,
  text,
}));
// Inside the workspace, so that the examples find the packages by their names.
const folder = mkdtempSync(new URL('.readme-', import.meta.url).pathname);
const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];
afterAll(() => closing.reverse().forEach((close) => void close()));

function block(language: string, part: string): string {
  const found = blocks.find((one) => one.language === language && one.text.includes(part));
  if (found === undefined) throw new Error(`the README has no ${language} block with ${part}`);
  return found.text;
}

it('the first example answers its curl as the README says', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] });
  const jwks = createServer((_, response) => response.end(keys)).listen(0, '127.0.0.1');
  closing.push(() => jwks.close());
  await new Promise((resolve) => jwks.once('listening', resolve));
  const { port } = jwks.address() as AddressInfo;
  const issuer = `http://localhost:${port}/local_1abC`.replace('localhost', '127.0.0.1');
  const program = block('js', 'app.listen(9230)')
    .replace('http://localhost:9229/local_1abC', issuer)
    .replace('app.listen(9230);', 'const server = app.listen(0, () => console.log(server.address().port));');
  writeFileSync(`${folder}/mock.mjs`, program);
  const mock = spawn(process.execPath, [`${folder}/mock.mjs`], { stdio: ['ignore', 'pipe', 'pipe'] });
  closing.push(() => mock.kill());
  const mockPort = await new Promise<string>((resolve, reject) => {
    let errors = '';
    mock.stderr.on('data', (text) => (errors += text));
    mock.stdout.once('data', (text) => resolve(String(text).trim()));
    mock.once('exit', () => reject(new Error(errors)));
  });
  const token = await new SignJWT({
    token_use: 'access',
    username: 'alice',
    'cognito:groups': ['support'],
    client_id: 'c',
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setIssuer(issuer)
    .setSubject('alice')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);

  const curl = block('sh', 'AdminDeleteUser').replace(
    'http://localhost:9230/',
    `http://127.0.0.1:${mockPort}/`,
  );
  const { stdout } = await run('sh', ['-c', curl], { env: { ...process.env, TOKEN: token } });
  const answered = stdout.replaceAll('\r', '').split('\n');
  for (const line of block('http', 'AccessDeniedException').trim().split('\n'))
    expect(answered).toContain(line);

  const allowed = await run('sh', ['-c', curl.replace('AdminDeleteUser', 'ListUsers')], {
    env: { ...process.env, TOKEN: token },
  });
  expect(allowed.stdout).toContain('HTTP/1.1 200 OK');
  expect(allowed.stdout).toContain('{"Users":[]}');
}, 60_000);

it('the policy example prints what its comments say', async () => {
  const program = block('js', 'compilePolicies');
  writeFileSync(`${folder}/policies.mjs`, program);
  const { stdout } = await run(process.execPath, [`${folder}/policies.mjs`]);
  const expected = [...program.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map(([, comment]) => comment);
  expect(stdout.trim().split('\n')).toEqual(expected);
}, 60_000);

it('the example of an account prints what its comment says', async () => {
  const program = block('js', "directory.role('Support')");
  mkdirSync(`${folder}/policies`);
  const policy = new URL('../../examples/mock-cognito/policies/support.json', import.meta.url);
  copyFileSync(policy, `${folder}/policies/support.json`);
  writeFileSync(`${folder}/account.mjs`, program);
  const { stdout } = await run(process.execPath, [`${folder}/account.mjs`], { cwd: folder });
  expect(stdout.trim()).toBe(/\/\/ (arn:.+)$/m.exec(program)?.[1]);
}, 60_000);
