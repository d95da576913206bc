import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

const parameters = '(function (exports, require, module, __filename, __dirname) {';
const digestLength = 20;

/** A module that was compiled in this process, and where what it became is to be kept. */
interface CompiledModule {
  readonly file: string;
  readonly source: Uint8Array;
  readonly script: Script;
}

/**
 * Compiles the CommonJS modules of a folder only once. What is kept is taken for the code it was made of alone, byte by
 * byte, by the Node that made it, and made anew where it is damaged. Where nothing can be read or written, modules are
 * compiled as ever.
 *
 * Functions are kept that have run, and so for each name apart: each command runs something else. Node's own cache, from
 * 22.1 on, is written before they do, and saves half as much. https://nodejs.org/api/module.html#module-compile-cache
 */
export function keepCompiled(folder: string, keptIn: string, name: string): void {
  const kept = join(keptIn, `${process.version}-${process.arch}`, name);
  const { extensions } = createRequire(join(folder, 'main.cjs'));
  const compiled: CompiledModule[] = [];
  extensions['.cjs'] = (module, path) => {
    if (dirname(path) !== folder) return extensions['.js'](module, path);
    const source = readFileSync(path);
    const file = join(kept, `${basename(path)}.bin`);
    const cachedData = keptData(file, source);
    const script = new Script(`${parameters}${source.toString()}\n})`, {
      filename: path,
      // Stacks say where a thing is in the file.
      columnOffset: -parameters.length,
      ...(cachedData !== undefined && { cachedData }),
    });
    if (script.cachedDataRejected !== false) compiled.push({ file, source, script });
    script.runInThisContext().call(module.exports, module.exports, createRequire(path), module, path, folder);
  };
  // At the end, since V8 keeps of functions what has run by then. A misspelt command is not kept.
  process.once('exit', (code) => {
    if (code === 0 || code === 1) keep(compiled, kept);
  });
}

/** What was kept of this source; `undefined` where there is nothing, or other than what was written: V8 would trust it. */
function keptData(file: string, source: Uint8Array): Buffer | undefined {
  try {
    const kept = readFileSync(file);
    const data = kept.subarray(digestLength);
    return digest(source, data).equals(kept.subarray(0, digestLength)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Writes files that others never see in part. */
function keep(compiled: readonly CompiledModule[], folder: string): void {
  try {
    if (compiled.length > 0) mkdirSync(folder, { recursive: true });
    for (const { file, source, script } of compiled) {
      const data = script.createCachedData();
      const written = `${file}.${process.pid}`;
      writeFileSync(written, Buffer.concat([digest(source, data), data]));
      renameSync(written, file);
    }
  } catch {
    // It is compiled the next time.
  }
}

/** Tells damage; who could forge it could change the code as well. */
function digest(source: Uint8Array, data: Uint8Array): Buffer {
  return createHash('sha1').update(`${source.length} `).update(source).update(data).digest();
}
