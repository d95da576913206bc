import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** What becomes of a hostile request. */
export type HostileAnswer =
  /** The answer of the authorizer. */
  | { readonly status: number; readonly body: string }
  /** The answer of Node's own parser, before any handler: this status, no body, and the end of the connection. */
  | { readonly node: number }
  /** The connection ends without an answer. */
  | { readonly dropped: true }
  /** The framework's own answer, with this status, before anyone is asked or after the permission. */
  | { readonly framework: number }
  /** It reaches the handler with these members; `null` where they would fill a page. */
  | { readonly passes: Readonly<Record<string, unknown>> | null };

/** A row of `test/cases/hostile.json`. Each character is a byte. */
export interface HostileCase {
  readonly name: string;
  /** Where it is sent: to AWS JSON if left out. */
  readonly on?: 'rest' | 'guards';
  /** Options of Node's server. */
  readonly server?: { readonly maxHeaderSize: number };
  readonly line: string;
  /** Names of usual headers that are left out, in lower case. */
  readonly without?: readonly string[];
  /** Lines beside the usual ones. `{token}` is a good token, `{token:40}` its beginning, `{a*3}` is `aaa`. */
  readonly headers?: readonly string[];
  /** A good request's if left out. */
  readonly body?: string;
  /** The declared length, `null` for none; that of the body if left out. */
  readonly length?: number | string | null;
  /** What the client does next: sends no more, goes away. */
  readonly then?: 'end' | 'destroy';
  /** Whether the log has a refusal, where the client gets none. */
  readonly logs?: boolean;
  readonly answer: HostileAnswer;
  /** What the framework makes impossible, by adapter. */
  readonly except?: Readonly<Record<string, HostileAnswer>>;
}

/** The cases that every adapter is run against. */
export const hostileCases: readonly HostileCase[] = JSON.parse(
  readFileSync(new URL('../cases/hostile.json', import.meta.url), 'utf8'),
);

/** The body of a good request. */
const usualBody = '{"UserPoolId":"us-east-1_EXAMPLE","Username":"bob"}';

/** A request as it goes over the wire. */
export function wireText(
  { line, without = [], headers = [], body = usualBody, length }: Omit<HostileCase, 'name' | 'answer'>,
  token: string,
): string {
  const usual = [
    'Host: localhost',
    'Content-Type: application/x-amz-json-1.1',
    'X-Amz-Target: AWSCognitoIdentityProviderService.AdminGetUser',
    `Authorization: Bearer ${token}`,
  ].filter((text) => !without.includes(text.split(':', 1)[0]?.toLowerCase() ?? ''));
  const sent = expanded(body, token);
  const declared = length === null ? [] : [`Content-Length: ${length ?? sent.length}`];
  const lines = [line, ...usual, ...headers].map((text) => expanded(text, token));
  return `${[...lines, ...declared].join('\r\n')}\r\n\r\n${sent}`;
}

function expanded(text: string, token: string): string {
  return text
    .replace(/\{token(?::(-?\d+))?\}/g, (_, end?: string) =>
      token.slice(0, end === undefined ? undefined : Number(end)),
    )
    .replace(/\{members:(\d+)\}/g, (_, count) =>
      Array.from({ length: Number(count) }, (_one, at) => `,"x${at}":${at}`).join(''),
    )
    .replace(/\{gzip\}/g, () => gzipSync(usualBody).toString('latin1'))
    .replace(/\{([^{}*]+|\{[^{}*]+)\*(\d+)\}/g, (_, unit: string, count) => unit.repeat(Number(count)));
}
