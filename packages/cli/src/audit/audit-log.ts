import { constants, type WriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lineWriter } from '../gateway/line-writer.js';
import { systemErrorText } from '../system-error.js';
import { UserError } from '../user-error.js';
import type { AuditRecord } from './audit-record.js';

/** A file that records are appended to. */
export interface AuditLog {
  /** Writes what `record` gives, if anything, a moment later. */
  write(record: () => AuditRecord | undefined): void;
  /** Resolves once everything is written. */
  close(): Promise<void>;
}

/**
 * Opens a file for records, one JSON object a line, behind what it holds already. A file that cannot be written is a
 * {@link UserError}, as is a pipe, whose reader could hold everything up; what goes wrong later goes to `failed`, once, and stops no request.
 */
export async function openAuditLog(file: string, failed: (message: string) => void): Promise<AuditLog> {
  let stream: WriteStream;
  try {
    await mkdir(dirname(file), { recursive: true });
    stream = await openFile(file);
  } catch (error) {
    const why = systemErrorText(error) ?? (isPipeWithoutReader(error) ? notAFile(file) : messageOf(error));
    throw new UserError(`the audit log cannot be written: ${why}; mend auditLog or --audit-log`);
  }
  let broken = false;
  stream.on('error', (error) => {
    if (!broken) failed(`the audit log ${file} is written no more: ${error.message}`);
    broken = true;
  });
  const lines = lineWriter(
    (text) => stream.write(text),
    (error) => failed(`a record is missing: ${String(error)}`),
  );
  return {
    write(record) {
      if (broken) return;
      lines.add(() => {
        const made = record();
        return made && JSON.stringify(made);
      });
    },
    close: () =>
      new Promise((resolve) => {
        lines.flush();
        if (broken) resolve();
        else stream.end(resolve);
      }),
  };
}

/** Where this is missing, opening waits for nobody anyway. */
const { O_NONBLOCK = 0, O_APPEND, O_CREAT, O_WRONLY } = constants;

async function openFile(file: string): Promise<WriteStream> {
  // Opening a pipe would wait for its reader, and nothing could end that.
  const handle = await open(file, O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK, 0o600);
  const found = await handle.stat();
  if (found.isFile() || found.isCharacterDevice()) return handle.createWriteStream();
  await handle.close();
  throw new Error(notAFile(file));
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
