import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../user-error.js';
import type { AuditRecord } from './audit-record.js';

/** A file that records are appended to. */
export interface AuditLog {
  write(record: AuditRecord): void;
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
  return {
    write(record) {
      if (!broken) stream.write(`${JSON.stringify(record)}\n`);
    },
    close: () =>
      new Promise((resolve) => {
        if (broken) resolve();
        else stream.end(resolve);
      }),
  };
}
