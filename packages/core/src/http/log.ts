import { latePattern } from '../late-pattern.js';

/** One line of the log. No field ever holds a token or a secret. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  /** What happened: `start` once, `reload` with other options, `refused` in enforce mode, `audited` for what audit mode let through, `fault` for trouble inside. */
  readonly event: 'start' | 'reload' | 'refused' | 'audited' | 'fault';
  /** One line, without control characters. */
  readonly message: string;
}

/** Where log entries go. What it throws is ignored. */
export type Log = (entry: LogEntry) => void;

/** Writes each entry to stderr as one readable line. */
export const logToStderr: Log = ({ level, message }) => {
  // biome-ignore lint/suspicious/noConsole: this is the one place that writes, and only where no `log` is given.
  console.warn(`cognito-iam ${level}: ${message}`);
};

/** Every character that could start a new line, move a cursor or hide text in a terminal. */
const unsafe = latePattern(String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]`, 'gu');

/** `text` with control characters escaped as in JSON, and cut after 2,000 characters: what a request says may be logged. */
export function printable(text: string): string {
  const short = text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
  return short.replace(unsafe(), (character) =>
    Array.from({ length: character.length }, (_, index) => escapeUnit(character.charCodeAt(index))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** A log that cannot throw and into which no control character gets. */
export function safeLog(log: Log): Log {
  return (entry) => {
    try {
      const written: unknown = log({ ...entry, message: printable(entry.message) });
      // The type says that nothing comes back, but an async function fits it, and may reject.
      if (written instanceof Promise) written.catch(() => {});
    } catch {
      // A broken log must not decide anything, nor stop a refusal.
    }
  };
}
