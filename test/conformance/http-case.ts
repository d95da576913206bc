import { readFileSync } from 'node:fs';
import type { AuthorizerOptions } from '@cognito-iam/core';
import { mint, type TokenSpec } from './fixture.js';

/** A row of `test/cases/http.json`. */
export interface HttpCase {
  readonly name: string;
  readonly options?: Partial<AuthorizerOptions>;
  readonly request: {
    /** `POST` if left out. */
    readonly method?: string;
    readonly path?: string;
    /** `X-Amz-Target` without its prefix; the whole header where it is in `headers`. */
    readonly operation?: string;
    /** Sent as `Authorization: Bearer …`. */
    readonly bearer?: TokenSpec;
    readonly headers?: Readonly<Record<string, string>>;
    /** An object, sent as JSON, or the text to send. `{ "$token": … }` as a member is a token. */
    readonly body?: Readonly<Record<string, unknown>> | string;
  };
  /** What the client gets; `passes` where the request reaches the mock, with the principal's ARN or `null`. */
  readonly answer:
    | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
    | { readonly passes: string | null };
}

/** The cases that every adapter and the core itself are run against. */
export const httpCases: readonly HttpCase[] = JSON.parse(
  readFileSync(new URL('../cases/http.json', import.meta.url), 'utf8'),
);

/** The headers and the body of a case's request, with its tokens minted. */
export async function prepared({ request }: HttpCase): Promise<{
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly tokens: readonly string[];
}> {
  const tokens: string[] = [];
  const minted = async (spec: TokenSpec): Promise<string> => {
    const token = await mint(spec);
    tokens.push(token);
    return token;
  };
  const headers: Record<string, string> = { 'content-type': 'application/x-amz-json-1.1' };
  if (request.operation !== undefined) {
    headers['x-amz-target'] = `AWSCognitoIdentityProviderService.${request.operation}`;
  }
  if (request.bearer !== undefined) headers['authorization'] = `Bearer ${await minted(request.bearer)}`;
  Object.assign(headers, request.headers);
  if (typeof request.body === 'string') return { headers, body: request.body, tokens };
  const members: Record<string, unknown> = { ...request.body };
  for (const [name, value] of Object.entries(members)) {
    if (typeof value === 'object' && value !== null && '$token' in value) {
      members[name] = await minted(value.$token as TokenSpec);
    }
  }
  return { headers, body: JSON.stringify(members), tokens };
}
