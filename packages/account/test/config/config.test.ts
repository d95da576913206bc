import { execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, createAuthorizer, createDirectory } from '@cognito-iam/core';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { loadAccount, readSource } from '../../src/index.js';
import { folderWith } from '../folder-with.js';

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly items: Schema;
  readonly enum?: readonly string[];
}

const manifest: { readonly scripts: { readonly generate: string } } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const schemaFile = new URL('../../cognito-iam.schema.json', import.meta.url);
const schema: Schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
const everyKey = readFileSync(new URL('every-key.yaml', import.meta.url), 'utf8');
const key = { kty: 'RSA', n: 'sXch', e: 'AQAB', kid: 'one' };
const files = {
  'local/cognito-iam.yaml': everyKey,
  'local/keys/pool.json': JSON.stringify({ keys: [key] }),
  'local/stack.yaml': readFileSync(new URL('every-key.stack.yaml', import.meta.url), 'utf8'),
  'local/plan.json': readFileSync(new URL('every-key.plan.json', import.meta.url), 'utf8'),
  'local/policies/own.yaml':
    'Statement:\n  - { Effect: Allow, Action: "cognito-idp:Describe*", Resource: "*" }\n',
};

/** A value as JSON has it, in which the folder of this run has a name of its own. */
const plain = (value: unknown, folder: string): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(folder, '/folder'));

const expected = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`every-key.${name}.json`, import.meta.url), 'utf8'));

describe('the schema', () => {
  it('is what the validator was compiled of', () => {
    const cwd = new URL('../..', import.meta.url);
    expect(() => execSync(`${manifest.scripts.generate} --check`, { cwd, stdio: 'pipe' })).not.toThrow();
  });

  it('is one that other validators take', () => {
    const ajv = new Ajv({ strict: false });
    const validate = ajv.compile(schema);
    expect(validate(readSource('a.yaml', everyKey).value)).toBe(true);
    expect(validate({})).toBe(false);
  });

  it('describes every key of the configuration', () => {
    const bare = Object.entries(schema.properties).filter(([, value]) => !('description' in value));
    expect(bare).toEqual([]);
  });

  const account = '123456789012';
  const directory = createDirectory({ account, roles: { A: {} } });
  const createWith = (options: object) => () =>
    createAuthorizer({ region: 'us-east-1', directory, issuers: [], ...options, log: () => undefined });
  const unknown = { aVeryUnlikelyNameOfAnOption: 1 };
  const directoryWith = (options: object) => () => createDirectory({ account, ...options });
  const { role, user, attachedPolicies, session, roleMapping, issuer } = schema.definitions;
  it.each([
    ['role', role, directoryWith({ roles: { A: unknown } })],
    ['user', user, directoryWith({ users: { A: unknown } })],
    ['group', attachedPolicies, directoryWith({ groups: { A: unknown } })],
    [
      'access key',
      schema.definitions['accessKeys']?.items,
      directoryWith({ root: { accessKeys: [unknown] } }),
    ],
    ['session', session, directoryWith({ sessions: [unknown] })],
    ['role mapping', roleMapping, createWith({ roleMapping: unknown })],
    ['issuer', issuer, createWith({ issuers: [unknown] })],
  ])('has for each %s the options of core', (_, part, create) => {
    let said = '';
    try {
      create();
    } catch (error) {
      if (error instanceof ConfigurationError) said = error.message;
    }
    const known = [...(said.split('known: ')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(known.length).toBeGreaterThan(1);
    expect(Object.keys(part?.properties ?? {}).sort()).toEqual(known.sort());
  });

  it.each([
    ['partition', schema.properties['partition'], directoryWith({ partition: 'x' })],
    ['mode', schema.properties['mode'], createWith({ mode: 'x' })],
    ['authorization', schema.properties['authorization'], createWith({ authorization: 'x' })],
  ])('has for %s the words of core', (_, part, create) => {
    let said = '';
    try {
      create();
    } catch (error) {
      if (error instanceof ConfigurationError) said = error.message;
    }
    const words = [...(said.split('expected ')[1]?.split(', got')[0] ?? '').matchAll(/`([\w-]+)`/g)];
    expect(words.map(([, word]) => word)).toEqual(part?.enum);
  });
});

describe('a configuration with every key', () => {
  const folder = folderWith(files);
  const loaded = loadAccount('local/cognito-iam.yaml', { folder });

  it('has every key of the schema', () => {
    const value = readSource('a.yaml', everyKey).value;
    const names = Object.keys(typeof value === 'object' && value !== null ? value : {});
    expect(names.sort()).toEqual(Object.keys(schema.properties).sort());
  });

  it('leaves nothing out of what is said of the gateway', async () => {
    const { config, region, roleMapping, resourceTags, poolRoleMappings, userPools } = await loaded;
    expect(userPools).toMatchObject([
      { id: 'Pool', poolId: 'local_3', madeUp: false },
      { id: 'aws_cognito_user_pool.partners', poolId: 'local_4', madeUp: false },
    ]);
    const said = { config, region, roleMapping, resourceTags };
    expect(plain(said, folder)).toEqual(expected('gateway'));
    expect(poolRoleMappings.size).toBe(0);
  });

  it('leaves nothing out of the account', async () => {
    const { directoryOptions, policyPlaces, files: read } = await loaded;
    expect(plain(directoryOptions, folder)).toEqual(expected('account'));
    const places = [...policyPlaces].map(([pointer, at]) => {
      const { file, line, column } = at('/Statement/0');
      return `${pointer} ${file}:${line}:${column}`;
    });
    expect(places).toEqual(expected('places'));
    expect(read).toEqual([
      join(folder, 'local/cognito-iam.yaml'),
      ...['policies/own.yaml', 'stack.yaml', 'plan.json', 'keys/pool.json', 'development-key.json'].map(
        (file) => join(folder, 'local', file),
      ),
    ]);
  });
});
