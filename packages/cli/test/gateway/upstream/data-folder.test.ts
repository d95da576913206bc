import { createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareDataFolder } from '../../../src/gateway/upstream/data-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const stored = (name: string, text: string): void => {
  mkdirSync(join(folder, '.cognito'), { recursive: true });
  writeFileSync(join(folder, '.cognito', name), text);
};

test('a new folder gets a key of its own that nobody else can read', async () => {
  const made = await prepareDataFolder(folder, 'http://localhost:9228');
  expect(made).toMatchObject({
    path: folder,
    data: join(folder, '.cognito'),
    issuerDomain: 'http://localhost:9228',
  });
  expect(statSync(made.signingKey).mode & 0o777).toBe(0o600);
  const { n } = createPublicKey(readFileSync(made.signingKey)).export({ format: 'jwk' });
  expect(made.keySet).toEqual({
    keys: [{ kty: 'RSA', n, e: 'AQAB', kid: 'CognitoLocal', alg: 'RS256', use: 'sig' }],
  });
});

test('what is there stays: the key, and the issuer of its own configuration', async () => {
  const { keySet } = await prepareDataFolder(folder, 'http://localhost:1');
  stored('config.json', '{"TokenConfig":{"IssuerDomain":"http://pools.test"}}');
  const again = await prepareDataFolder(folder, 'http://localhost:2');
  expect(again.keySet).toEqual(keySet);
  expect(again.issuerDomain).toBe('http://pools.test');
});

test.each([['{}'], ['null'], ['{"TokenConfig":{"IssuerDomain":7}}']])(
  'a configuration that names no issuer leaves it to the gateway: %s',
  async (text) => {
    stored('config.json', text);
    expect((await prepareDataFolder(folder, 'http://localhost:2')).issuerDomain).toBe('http://localhost:2');
  },
);

test('a configuration that is not JSON, and a key that is none, are told with the mend', async () => {
  stored('config.json', '{');
  await expect(prepareDataFolder(folder, 'http://localhost:2')).rejects.toThrow(
    `${join(folder, '.cognito', 'config.json')} is not JSON, and cognito-local would not start: mend it, or delete it`,
  );
  stored('signing-key.pem', 'no key');
  await expect(prepareDataFolder(folder, 'http://localhost:2')).rejects.toThrow(
    `${join(folder, '.cognito', 'signing-key.pem')} is no private key (PEM): delete it to have a new one made`,
  );
});
