import { constants, type WriteStream } from 'node:fs';
import { open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lineWriter } from '../gateway/line-writer.js';
import { makeFolder, removeFolders } from '../make-folder.js';
import { systemErrorText } from '../system-error.js';
import { UserError } from '../user-error.js';
import type { AuditRecord } from './audit-record.js';

/** A file that records are appended to. */
export interface AuditLog {
  /** Writes what `record` gives, if anything, a moment later. */
  write(record: () => AuditRecord | undefined): void;
  /** Resolves once everything is written. */
  close(): Promise<void>;
  /** As `close`, and removes what opening made, file and folders, where nothing has been written; never rejects. */
  discard(): Promise<void>;
}

/**
 * Opens a file for records, one JSON object a line, behind what it holds already. A file that cannot be written is a
 * {@link UserError}, as is a pipe, whose reader could hold everything up; what goes wrong later goes to `failed`, once, and stops no request.
 */
export async function openAuditLog(file: string, failed: (message: string) => void): Promise<AuditLog> {
  let folders: readonly string[] = [];
  let opened: OpenedFile;
  try {
    folders = makeFolder(dirname(file));
    opened = await openFile(file);
  } catch (error) {
    removeFolders(folders);
    const why =
      systemErrorText(error, true) ?? (isPipeWithoutReader(error) ? notAFile(file) : messageOf(error));
    throw new UserError(`the audit log cannot be written: ${why}; mend auditLog or --audit-log`);
  }
  const { stream, isNew } = opened;
  let broken = false;
  stream.on('error', (error) => {
    if (!broken) failed(`the audit log ${file} is written no more: ${error.message}`);
    broken = true;
  });
  const lines = lineWriter(
    (text) => stream.write(text),
    (error) => failed(`a record is missing: ${String(error)}`),
  );
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      lines.flush();
      if (broken) resolve();
      else stream.end(resolve);
    });
  return {
    write(record) {
      if (broken) return;
      lines.add(() => {
        const made = record();
        return made && JSON.stringify(made);
      });
    },
    close,
    async discard() {
      await close();
      if (!isNew) return;
      const { size } = await stat(file).catch(() => ({ size: undefined }));
      if (size !== 0) return;
      await unlink(file).catch(() => undefined);
      removeFolders(folders);
    },
  };
}

/** Where this is missing, opening waits for nobody anyway. */
const { O_NONBLOCK = 0, O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;

/** A file that can be written, and whether it was not there before. */
interface OpenedFile {
  readonly stream: WriteStream;
  readonly isNew: boolean;
}

async function openFile(file: string): Promise<OpenedFile> {
  // Opening a pipe would wait for its reader, and nothing could end that.
  const flags = O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK;
  const created = await open(file, flags | O_EXCL, 0o600).catch(unlessThere);
  const handle = created ?? (await open(file, flags, 0o600));
  const found = await handle.stat();
  if (found.isFile() || found.isCharacterDevice())
    return { stream: handle.createWriteStream(), isNew: created !== undefined };
  await handle.close();
  throw new Error(notAFile(file));
}

function unlessThere(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
  throw error;
}

function notAFile(file: string): string {
  return `${file} is neither a file nor a device`;
}

/** https://man7.org/linux/man-pages/man2/open.2.html, ENXIO */
function isPipeWithoutReader(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENXIO';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
