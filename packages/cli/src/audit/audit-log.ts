import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lineWriter } from '../gateway/line-writer.js';
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
 * {@link UserError}; what goes wrong later goes to `failed`, once, and stops no request.
 */
export async function openAuditLog(file: string, failed: (message: string) => void): Promise<AuditLog> {
  let stream: WriteStream;
  try {
    await mkdir(dirname(file), { recursive: true });
    stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
    await once(stream, 'open');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
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
