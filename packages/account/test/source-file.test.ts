import { describe, expect, it } from 'vitest';
import { AccountError, readSource } from '../src/index.js';

const json = '{\n  "a": { "b/c": [1, {"d": true}] },\n  "e": "é"\n}\n';
const yaml = 'a:\n  b/c:\n    - 1\n    - d: true\ne: é\n';

function findingsOf(
  file: string,
  text: string,
): readonly { code: string; line: number | undefined; column: number | undefined }[] {
  try {
    readSource(file, text);
  } catch (error) {
    if (error instanceof AccountError) {
      return error.findings.map(({ code, place }) => ({ code, line: place?.line, column: place?.column }));
    }
  }
  throw new Error('it was read');
}

describe('a source file', () => {
  it.each([
    ['a.json', json],
    ['a.yaml', yaml],
  ])('%s gives the value', (file, text) => {
    expect(readSource(file, text).value).toEqual({ a: { 'b/c': [1, { d: true }] }, e: 'é' });
  });

  it('has account ids with their zeros, and other numbers as numbers', () => {
    const text = 'a: 012345678901\nb: [0, 10, -7, 0o17, 0x1f, 00]\nc: "012"\n';
    expect(readSource('a.yaml', text).value).toEqual({
      a: '012345678901',
      b: [0, 10, -7, 15, 31, '00'],
      c: '012',
    });
  });

  it.each([
    ['/a', '2:3', '1:1'],
    ['/a/b~1c', '2:10', '2:3'],
    ['/a/b~1c/0', '2:18', '3:7'],
    ['/a/b~1c/1', '2:21', '4:7'],
    ['/a/b~1c/1/d', '2:22', '4:7'],
    ['/e', '3:3', '5:1'],
    // The nearest that there is.
    ['/e/f', '3:3', '5:1'],
    ['/a/b~1c/7', '2:10', '2:3'],
    ['/none', '1:1', '1:1'],
    ['', '1:1', '1:1'],
  ])('gives the place of %s', (pointer, inJson, inYaml) => {
    const at = (file: string, text: string) => {
      const { line, column } = readSource(file, text).placeOf(pointer);
      return `${line}:${column}`;
    };
    expect([at('a.json', json), at('a.yaml', yaml)]).toEqual([inJson, inYaml]);
  });

  it.each([
    ['a.json', '{"a": 1,\n "a": 2}', 'duplicate-key', 2, 2],
    ['a.json', '{"a": 1,\n}', 'syntax', 2, 1],
    ['a.json', '', 'syntax', 1, 1],
    ['a.json', '// no\n{}', 'syntax', 1, 1],
    ['a.yaml', 'a: 1\na: 2\n', 'duplicate-key', 2, 1],
    ['a.yaml', 'a:\n  - b: { "c": 1, c: 2 }\n', 'duplicate-key', 2, 18],
    ['a.yaml', '1: a\n"1": b\n', 'duplicate-key', 2, 1],
    ['a.yaml', 'a: [1\nb: 2\n', 'syntax', 2, 1],
    ['a.yaml', 'a: !Ref b\n', 'syntax', 1, 4],
    ['a.yaml', 'a: 1\n---\nb: 2\n', 'syntax', 2, 1],
  ])('%s with %j is refused', (file, text, code, line, column) => {
    expect(findingsOf(file, text)[0]).toEqual({ code, line, column });
  });

  it('tells of every key of YAML that is there twice', () => {
    expect(findingsOf('a.yaml', 'a: 1\nb: { c: 1, d: 2, c: 3 }\na: 2\na: 3\n')).toEqual([
      { code: 'duplicate-key', line: 3, column: 1 },
      { code: 'duplicate-key', line: 4, column: 1 },
      { code: 'duplicate-key', line: 2, column: 18 },
    ]);
  });

  it('does not let aliases grow without bound', () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let depth = 1; depth < 9; depth++) {
      const [one, before] = [depth, depth - 1].map((at) => String.fromCharCode(97 + at));
      lines.push(`${one}: &${one} [${`*${before},`.repeat(8)}*${before}]`);
    }
    expect(findingsOf('a.yaml', lines.join('\n'))[0]?.code).toBe('syntax');
  });

  const chain = [
    'a0: &a0 [x]',
    ...Array.from({ length: 600 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}]`),
  ];
  it.each([
    ['JSON', 'a.json', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['JSON of objects', 'a.json', `${'{"a":'.repeat(501)}1${'}'.repeat(501)}`],
    ['JSON that does not end', 'a.json', '["\\"]", '.repeat(20_000)],
    ['no JSON', 'a.json', `/* " */${'['.repeat(20_000)}`],
    ['YAML', 'a.yaml', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['YAML that can be read', 'a.yaml', '['.repeat(501) + ']'.repeat(501)],
    ['YAML of aliases', 'a.yaml', chain.join('\n')],
  ])('%s that is nested too deeply is refused', (_, file, text) => {
    expect(findingsOf(file, text)[0]?.code).toBe('syntax');
  });

  it.each(['a.json', 'a.yaml'])('%s may be nested as deeply as that', (file) => {
    const text = `${'['.repeat(499)}["[[["]${']'.repeat(499)}`;
    expect(JSON.stringify(readSource(file, text).value)).toBe(text);
  });

  it.each([
    ['a.json', 'root:secret'],
    ['a.json', '{"a": secret}'],
    ['a.yaml', 'a: *secret'],
    ['a.yaml', 'a: !secret b'],
    ['a.yaml', 'a: |secret\n  b'],
    ['a.yaml', 'a: "b"\n]secret: ['],
    ['a.yaml', '%secret\na: b'],
  ])('%s with %j is refused without its content', (file, text) => {
    let message = '';
    try {
      readSource(file, text);
    } catch (error) {
      message = String(error instanceof AccountError ? JSON.stringify(error.findings) : error);
    }
    expect(message).toContain('"code":"syntax"');
    expect(message).not.toContain('secret');
  });
});
