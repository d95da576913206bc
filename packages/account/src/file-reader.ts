import { resolve } from 'node:path';
import { fileState } from './file-state.js';
import { AccountError, type Finding } from './finding.js';
import { readRegularFile, UnreadableFile } from './regular-file.js';
import { readSource, type SourceFile } from './source-file.js';
import type { SourceOptions } from './source-options.js';
import { planMend } from './terraform/plan-mend.js';

/** Reads the files of one account, and knows which. It is the one place of this package that reads from disk. */
export interface FileReader {
  /** Reads JSON or YAML; throws an {@link AccountError} that says what is wrong and where. */
  source(file: string, options?: SourceOptions): SourceFile;
  /** Counts a file among those that were asked for, which somebody else reads. */
  follow(file: string): void;
  /** The absolute path of a file that is named like this. */
  path(file: string): string;
  /** Absolute paths of all that was asked for, also of what is not there: it may come. */
  readonly files: readonly string[];
  /** Their states, by path, from before they were read: one that has another by now may hold something else. */
  readonly fileStates: ReadonlyMap<string, string>;
}

/** A reader for which names of files count from `folder`. */
export function fileReader(folder: string): FileReader {
  const states = new Map<string, string>();
  const path = (file: string): string => resolve(folder, file);
  const follow = (file: string): void => {
    const at = path(file);
    // Of a file that is read twice, the first counts: what changed in between is noticed.
    if (!states.has(at)) states.set(at, fileState(at));
  };
  return {
    follow,
    path,
    source: (file, options) => {
      follow(file);
      const text = textOf(file, path(file));
      if (text.startsWith(zipHead)) throw new AccountError([savedPlan(file)]);
      return readSource(file, text, options);
    },
    get files() {
      return [...states.keys()];
    },
    get fileStates() {
      return new Map(states);
    },
  };
}

function textOf(file: string, path: string): string {
  try {
    // Editors of some systems begin a file with a byte order mark.
    return readRegularFile(path).replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UnreadableFile) throw new AccountError([unreadable(file, error.reason)]);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AccountError([unreadable(file, reasons.get(code) ?? code)]);
  }
}

/** How a ZIP archive begins. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7 */
const zipHead = 'PK\u0003\u0004';

/** The one archive that people have at hand here. https://developer.hashicorp.com/terraform/cli/commands/show */
function savedPlan(file: string): Finding {
  const message = 'this is a ZIP archive, as `terraform plan -out` writes one, and no text';
  return { severity: 'error', code: 'syntax', message, mend: planMend, place: { file, line: 1, column: 1 } };
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'you may not read it'],
]);

function unreadable(file: string, reason: string): Finding {
  const message = `\`${file}\` cannot be read: ${reason}`;
  return { severity: 'error', code: 'unreadable-file', message };
}
