import { createReadStream, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../user-error.js';
import { jsonObjects } from './json-objects.js';

/** Gets what a log holds, one record after the other. */
export interface LogReader {
  /** Takes the JSON text of an object. */
  readonly record: (text: string) => void;
  /** Is told of what is no JSON object, or of none that ends. */
  readonly broken: () => void;
  /** Is told of a file that cannot be read to its end. */
  readonly cutOff: (file: string, why: string) => void;
}

/**
 * The files that names stand for, in the order of the names: a folder stands for every log in it, `*` and `**` for what is
 * there. Throws a {@link UserError} for a name that stands for nothing.
 */
export async function logFiles(names: readonly string[], folder: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  const found: string[] = [];
  for (const name of names) {
    const path = isAbsolute(name) ? name : join(folder, name);
    const stats = name === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
    if (name === '-') found.push(name);
    else if (stats === undefined && /[*?[{]/.test(name)) {
      const files = await glob(name, { cwd: folder, absolute: true, dot: true });
      if (files.length === 0) throw new UserError(`no file is like \`${name}\``);
      found.push(...files.sort());
    } else if (stats?.isDirectory()) {
      const files = await glob('**/*.{json,jsonl,log,ndjson,json.gz,jsonl.gz,log.gz}', {
        cwd: path,
        absolute: true,
      });
      if (files.length === 0)
        throw new UserError(
          `there is no log in the folder ${name}: expected .json, .json.gz, .jsonl or .log`,
        );
      found.push(...files.sort());
    } else if (stats === undefined) throw new UserError(`there is no file ${name}`);
    else found.push(path);
  }
  return [...new Set(found)];
}

/** Reads a file, or stdin for `-`, zipped or not, and holds no more of it than a record. */
export async function readLog(file: string, reader: LogReader, stdin: Readable): Promise<void> {
  const source = file === '-' ? stdin : createReadStream(file);
  const objects = jsonObjects(reader.record, reader.broken);
  const decoder = new TextDecoder();
  try {
    for await (const bytes of unzipped(source)) objects.write(decoder.decode(bytes, { stream: true }));
    objects.write(decoder.decode());
  } catch (error) {
    reader.cutOff(file, error instanceof Error ? error.message : String(error));
  }
  objects.end();
}

/** The bytes of a stream, unzipped where they begin as gzip does, whatever the file's name. */
async function* unzipped(source: Readable): AsyncGenerator<Uint8Array> {
  const pieces: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  };
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* rest();
    return;
  }
  // The error comes out of the loop over what is unzipped.
  const gunzip = createGunzip();
  pipeline(Readable.from(rest()), gunzip, () => undefined);
  yield* gunzip;
}
