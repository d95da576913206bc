import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, loadAccount } from '@cognito-iam/account';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { overridesOf } from '../../src/gateway/serve-options.js';
import { runCommand } from '../../src/program.js';
import { collectingTerminal } from '../collecting-terminal.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, more: object = {}): void => {
  const config = { account: '123456789012', region: 'us-east-1', listen: { port: 0 }, ...more };
  writeFileSync(join(folder, name), JSON.stringify(config));
};
const started = (file: string): Promise<Account> =>
  loadAccount(file, {
    folder,
    overrides: overridesOf({ upstream: 'http://localhost:9229', watch: true }, folder),
  });

describe('an address on the command line', () => {
  test.each([
    ['init has written', undefined],
    ['names it by its name', { upstream: 'cognito-local' }],
    ['gives particulars of it', { upstream: { emulator: 'cognito-local', port: 9000 } }],
    [
      'says where one runs already',
      { upstream: { url: 'http://localhost:9000', emulator: 'cognito-local' } },
    ],
    ['leaves the upstream out', {}],
  ])('is that of a cognito-local, with a configuration that %s', async (_, more) => {
    if (more === undefined) await runCommand(['init'], collectingTerminal(folder));
    else write('cognito-iam.yaml', more);
    const { config } = await started('cognito-iam.yaml');
    expect(config.upstream).toEqual({
      kind: 'address',
      url: 'http://localhost:9229',
      emulator: 'cognito-local',
    });
    expect(config.issuers).toBeUndefined();
  });

  test('is that of any server where the configuration says whose tokens are believed', async () => {
    write('cognito-iam.json', { issuers: [] });
    const { config } = await started('cognito-iam.json');
    expect(config.upstream).toEqual({ kind: 'address', url: 'http://localhost:9229' });
    expect(config.issuers).toEqual([]);
  });

  test('in place of another address needs issuers as that does', async () => {
    write('cognito-iam.json', { upstream: 'http://localhost:5000' });
    await expect(started('cognito-iam.json')).rejects.toThrow('issuers');
  });
});

describe('where it listens', () => {
  test.each([
    [{ port: '9999' }, { host: '0.0.0.0', port: 9999 }],
    [{ host: '127.0.0.2' }, { host: '127.0.0.2', port: 0 }],
    [
      { host: 'localhost', port: '1' },
      { host: 'localhost', port: 1 },
    ],
    [{}, { host: '0.0.0.0', port: 0 }],
  ])('is what the command line says, %j, and else what the configuration says', async (given, listen) => {
    write('cognito-iam.json', { listen: { host: '0.0.0.0', port: 0 } });
    const overrides = overridesOf({ ...given, watch: true }, folder);
    const { config } = await loadAccount('cognito-iam.json', { folder, overrides });
    expect(config.listen).toEqual(listen);
  });
});

test('a start that fails leaves no audit log behind', async () => {
  write('cognito-iam.json', { auditLog: 'logs/new/audit.jsonl' });
  const args = ['serve', '--trust-development-tokens', 'nope.pem'];
  await expect(runCommand(args, collectingTerminal(folder))).resolves.toBe(2);
  expect(readdirSync(folder)).toEqual(['cognito-iam.json']);
});

test('a development key that cannot be read is told before cognito-local is started', async () => {
  write('cognito-iam.json');
  const terminal = collectingTerminal(folder);
  const args = ['serve', '--trust-development-tokens', 'nope.pem'];
  await expect(runCommand(args, terminal)).resolves.toBe(2);
  expect(terminal.told.join('\n')).toContain(
    `the development key ${join(folder, 'nope.pem')} cannot be read`,
  );
  // What cognito-local would have made.
  expect(existsSync(join(folder, '.cognito'))).toBe(false);
});
