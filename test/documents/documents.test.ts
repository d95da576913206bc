import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { errorCodes } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import { adapterPackages } from '../packages.js';

const root = new URL('../../', import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

function sources(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.data.ts'))
    .map((name) => `${folder}/${name}`);
}

const packages = readdirSync(new URL('packages', root));
const code = packages.flatMap((name) => sources(`packages/${name}/src`));

describe('documents', () => {
  it.each([
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'examples/mock-cognito/README.md',
    'examples/gateway/README.md',
    'examples/express-rest/README.md',
    'examples/fastify/README.md',
    'examples/hono-fetch/README.md',
    'examples/opentelemetry/README.md',
    'examples/contract-tests/README.md',
    ...packages.map((name) => `packages/${name}/README.md`),
  ])('%s names only what exists', (document) => {
    const folder = document.includes('/') ? `${document.slice(0, document.lastIndexOf('/'))}/` : '';
    const text = read(document);
    const quoted = [...text.matchAll(/`(\w[\w./-]*\/[\w.-]+\.(?:ts|mjs|json|jsonl|md))`/g)].map(
      ([, path = '']) => path,
    );
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, path = '']) => path);
    const missing = [...quoted, ...linked].filter(
      (path) => !existsSync(new URL(folder + path, root)) && !existsSync(new URL(path, root)),
    );
    expect(missing).toEqual([]);
  });

  it("ARCHITECTURE.md names the engine's files as they are", () => {
    const engine = new Set(readdirSync(new URL('packages/core/src/policy', root)));
    const section = read('ARCHITECTURE.md').split('## The policy engine')[1]?.split('\n## ')[0] ?? '';
    const named = [...section.matchAll(/`([\w-]+\.ts)`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !engine.has(name))).toEqual([]);
  });

  it('the README lists every option of createAuthorizer, and no other', () => {
    const options =
      read('packages/core/src/authorizer-options.ts')
        .split('export interface AuthorizerOptions {')[1]
        ?.split('\n}')[0] ?? '';
    const declared = [...options.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
    const table = read('README.md').split('## Options of `createAuthorizer`')[1]?.split('\n## ')[0] ?? '';
    const listed = [...table.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
    expect(declared.length).toBeGreaterThan(10);
    expect([...listed].sort()).toEqual([...declared].sort());
  });

  it('every error code is thrown somewhere, and every code thrown is in the table', () => {
    const used = new Set(
      code
        .filter((path) => path.startsWith('packages/core/') && !/(policy-error|\/errors)\.ts$/.test(path))
        .flatMap((path) => read(path).match(/\bERR_[A-Z_]+/g) ?? []),
    );
    expect([...used].sort()).toEqual([...errorCodes.keys()].sort());
  });
});

describe('exports', () => {
  it.each(code)('%s documents what it exports', (path) => {
    const lines = read(path).split('\n');
    const bare = lines.filter((line, index) => {
      if (
        !/^export (declare )?(async )?(function|const|class|interface|type|abstract) ?\w/.test(line) ||
        /^export type [{*]/.test(line)
      )
        return false;
      return lines[index - 1]?.trimEnd().endsWith('*/') !== true;
    });
    expect(bare).toEqual([]);
  });

  it('no adapter is longer than sixty lines', () => {
    for (const path of adapterPackages.flatMap((name) => sources(`packages/${name}/src`))) {
      expect(read(path).trimEnd().split('\n').length, path).toBeLessThanOrEqual(60);
    }
  });
});

describe('data', () => {
  it.each(readdirSync(new URL('test/cases', root)))(
    'test/cases/%s is JSON, each case with an id of its own',
    (name) => {
      const path = `test/cases/${name}`;
      expect(statSync(new URL(path, root)).size).toBeGreaterThan(0);
      const text = read(path);
      const cases: unknown = name.endsWith('.jsonl')
        ? text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : JSON.parse(text);
      if (!Array.isArray(cases)) return;
      const ids = cases.flatMap((one: { id?: string }) => (one?.id === undefined ? [] : [one.id]));
      expect(ids.length).toBe(new Set(ids).size);
    },
  );
});
