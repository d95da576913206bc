import { isIP } from 'node:net';
import { type FileReader, pointerOf, type RequestDetails, valueProblem } from '@cognito-iam/account';
import { isoTime } from '../iso-time.js';
import { UserError } from '../user-error.js';
import type { AccessOptions } from './access-options.js';

type Context = NonNullable<RequestDetails['context']>;
type Value = Context[string];

/** What the options say of a request; throws a {@link UserError} for what cannot be read. */
export function requestDetails(options: AccessOptions, reader: FileReader): RequestDetails {
  const { sourceIp, mfa, time, context, contextFile } = options;
  if (sourceIp !== undefined && (isIP(sourceIp) === 0 || sourceIp.includes('%'))) {
    throw new UserError(`\`${sourceIp}\` is no IP address: expected one such as 10.1.2.3 or 2001:db8::1`);
  }
  return {
    now: time === undefined ? Date.now() : timeOf(time),
    sourceIp,
    mfa,
    context: {
      ...(contextFile === undefined ? {} : contextOfFile(contextFile, reader)),
      ...contextOf(context ?? []),
    },
  };
}

function timeOf(text: string): number {
  const time = /^\d+$/.test(text) ? Number(text) * 1000 : isoTime(text);
  if (time !== undefined && Math.abs(time) < 8.64e15) return time;
  throw new UserError(
    `\`${text}\` is no time: expected one such as 2026-01-31T12:00:00Z, or seconds since 1970`,
  );
}

function contextOf(pairs: readonly string[]): Context {
  const values = new Map<string, { readonly key: string; readonly values: string[] }>();
  for (const pair of pairs) {
    const [, key = '', value = ''] = /^([^=\s]+:[^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === '')
      throw new UserError(`\`${pair}\` is no condition key: expected one such as aws:SourceVpce=vpce-1a2b`);
    const known = values.get(key.toLowerCase());
    if (known === undefined) values.set(key.toLowerCase(), { key, values: [value] });
    else known.values.push(value);
  }
  return Object.fromEntries(
    [...values.values()].map(({ key, values: given }) => {
      const value = single(given);
      const problem = problemText(key, value);
      if (problem !== undefined) throw new UserError(problem);
      return [key, value];
    }),
  );
}

/** What is wrong with the value of a key, and the mend; `undefined` where it can be read. */
function problemText(key: string, value: Value): string | undefined {
  const { message, mend } = valueProblem(key, value) ?? {};
  return mend === undefined ? message : `${message}; ${mend}`;
}

function single(values: readonly string[]): Value {
  const [first = '', ...others] = values;
  return others.length === 0 ? first : values;
}

function contextOfFile(file: string, reader: FileReader): Context {
  const { value, placeOf } = reader.source(file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UserError(
      `${file} holds no condition keys: expected an object such as { "aws:SourceVpce": "vpce-1a2b" }`,
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: [string, unknown]): [string, Value] => {
      const isValue = isScalar(one) || (Array.isArray(one) && one.every(isScalar));
      const problem = isValue
        ? problemText(key, one)
        : `the value of \`${key}\` is neither text, a number, true or false, nor a list of these`;
      if (isValue && problem === undefined) return [key, one];
      const { line, column } = placeOf(pointerOf(key));
      throw new UserError(`${file}:${line}:${column}  ${problem}`);
    }),
  );
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
