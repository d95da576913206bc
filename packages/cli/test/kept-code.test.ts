import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const keptCode = new URL('../dist/kept-code.js', import.meta.url).href;
const other = mkdtempSync(join(tmpdir(), 'cognito-iam-kept-other-'));
writeFileSync(join(other, 'elsewhere.cjs'), 'exports.here = require.resolve("./elsewhere.cjs");');

/** Tells what it has of CommonJS, and where it fails. */
const program = `const { here } = require(${JSON.stringify(join(other, 'elsewhere.cjs'))});
const { answer } = require('./answer.cjs');
exports.told = () => {
  let stack = '';
  try { null.member; } catch (error) { stack = error.stack.split('\\n')[1].trim(); }
  return [answer(), here, __filename, __dirname, this === exports, module.exports === exports, stack];
};`;
const answerOf = (number: number) =>
  `exports.answer = () => { const number = ${number}; return number + 1; };`;

interface Program {
  readonly folder: string;
  readonly kept: () => readonly string[];
  readonly write: (number: number) => void;
  /** What it tells, in a process of its own. */
  readonly run: (keptIn?: string, name?: string, exitCode?: number) => readonly unknown[];
}

function aProgram(): Program {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-kept-'));
  const write = (number: number) => writeFileSync(join(folder, 'answer.cjs'), answerOf(number));
  writeFileSync(join(folder, 'program.cjs'), program);
  write(41);
  return {
    folder,
    write,
    kept: () => {
      const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      return all.filter((path) => path.includes('.bin')).toSorted();
    },
    run: (keptIn = join(folder, 'kept'), name = 'check', exitCode = 0) => {
      const text = `
        import { createRequire } from 'node:module';
        import { keepCompiled } from ${JSON.stringify(keptCode)};
        keepCompiled(${JSON.stringify(folder)}, ${JSON.stringify(keptIn)}, ${JSON.stringify(name)});
        const { told } = createRequire(${JSON.stringify(join(folder, 'main.cjs'))})('./program.cjs');
        console.log(JSON.stringify(told()));
        process.exitCode = ${exitCode};`;
      const args = ['--input-type=module', '--eval', text];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect([status, stderr]).toEqual([exitCode, '']);
      return JSON.parse(stdout);
    },
  };
}

const place = `${process.version}-${process.arch}`;
const inodes = ({ folder, kept }: Program) => kept().map((path) => statSync(join(folder, path)).ino);

describe('code that is kept compiled', { timeout: 60_000 }, () => {
  it('does what it does without, and is taken the next time', () => {
    const one = aProgram();
    const without = one.run(fileURLToPath(keptCode));
    expect(without.slice(0, 2)).toEqual([42, join(other, 'elsewhere.cjs')]);
    expect(without.slice(2, 6)).toEqual([join(one.folder, 'program.cjs'), one.folder, true, true]);
    expect(without[6]).toContain(`${join(one.folder, 'program.cjs')}:5:`);
    expect(one.kept()).toEqual([]);

    expect(one.run()).toEqual(without);
    const files = ['answer.cjs.bin', 'program.cjs.bin'].map((file) => join('kept', place, 'check', file));
    expect(one.kept()).toEqual(files);
    const before = inodes(one);
    expect(one.run()).toEqual(without);
    // What is not taken is written anew.
    expect(inodes(one)).toEqual(before);
  });

  it('says in stacks where a thing is in the file, in its first line too', () => {
    const one = aProgram();
    writeFileSync(
      join(one.folder, 'answer.cjs'),
      "exports.answer = () => new Error('x').stack.split('\\n')[1];",
    );
    const at = `answer.cjs:1:${'exports.answer = () => '.length + 1}`;
    for (const _ of ['first', 'second']) expect(one.run()[0]).toContain(at);
  });

  it('is of the code as it is now, though that has the same length', () => {
    const one = aProgram();
    expect(one.run()[0]).toBe(42);
    const [, programBefore] = inodes(one);
    one.write(57);
    expect(one.run()[0]).toBe(58);
    expect(one.run()[0]).toBe(58);
    expect(inodes(one)[1]).toBe(programBefore);
  });

  it.each(['empty', 'half', 'digest', 'beginning', 'middle', 'end'])(
    'is not believed where it is damaged: %s',
    (part) => {
      const one = aProgram();
      const without = one.run();
      const file = join(one.folder, one.kept()[0] ?? expect.fail());
      const sound = readFileSync(file);
      const damaged = Buffer.from(sound);
      const places = { digest: 3, beginning: 20 + 30, middle: sound.length >> 1, end: sound.length - 1 };
      for (const [name, at] of Object.entries(places)) {
        if (name === part) damaged.writeUInt8(sound.readUInt8(at) ^ 0x55, at);
      }
      const length = { empty: 0, half: sound.length >> 1 }[part] ?? sound.length;
      writeFileSync(file, damaged.subarray(0, length));
      const before = inodes(one);
      expect(one.run()).toEqual(without);
      expect(inodes(one)[0]).not.toBe(before[0]);
      expect(inodes(one)[1]).toBe(before[1]);
    },
  );

  it('is kept for each command apart, and not where one was misspelt', () => {
    const one = aProgram();
    one.run(undefined, 'misspelt', 2);
    expect(one.kept()).toEqual([]);
    one.run(undefined, 'denied', 1);
    one.run(undefined, 'allowed');
    const folders = new Set(one.kept().map((path) => path.split(/[\\/]/)[2]));
    expect([...folders]).toEqual(['allowed', 'denied']);
    expect(existsSync(join(other, 'kept'))).toBe(false);
  });
});
