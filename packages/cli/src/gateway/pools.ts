import { whyLost } from './unavailable.js';
import type { UpstreamConnection } from './upstream/upstream.js';

/** A user pool of the emulator. */
export interface LocalPool {
  readonly id: string;
  readonly name: string;
  readonly clientIds: readonly string[];
  /** Those that IAM could go by. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Operations after which {@link listPools} may answer differently. */
export const poolOperations: ReadonlySet<string> = new Set([
  ...['CreateUserPool', 'UpdateUserPool', 'DeleteUserPool', 'CreateUserPoolClient', 'DeleteUserPoolClient'],
  ...['TagResource', 'UntagResource'],
]);

/** How long the upstream may take to answer one question about pools, in milliseconds. */
const answerLimit = 5_000;

/** Most pages that are asked for: an emulator that always has another page would be asked for ever. */
const mostPages = 50;

/** What the upstream says of a question, where it is no answer to it. */
class Refused extends Error {
  override readonly name = 'Refused';
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html */
const poolIdText = /^(?=.{1,55}$)[\w-]+_[0-9A-Za-z]+$/;

/**
 * Every user pool with its app clients, each once. `leftOut` hears of pools and clients that Cognito could not have,
 * and of pools that the upstream will not tell of: they count for nothing, and stop nothing. Rejects where the upstream
 * does not answer as Cognito does.
 */
export async function listPools(
  connection: UpstreamConnection,
  leftOut: (message: string) => void,
): Promise<readonly LocalPool[]> {
  const found = new Map<string, unknown>();
  for (const entry of await pages(connection, 'ListUserPools', 'UserPools', {})) {
    const id = textAt(entry, 'Id');
    if (!poolIdText.test(id)) {
      leftOut(
        `user pool \`${id}\` (${textAt(entry, 'Name')}) is left out: Cognito has no such id of a user pool`,
      );
    } else if (!found.has(id)) found.set(id, entry);
  }
  const pools = await Promise.all(
    [...found].map(([id, entry]) =>
      described(connection, id, textAt(entry, 'Name'), leftOut).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        leftOut(`user pool \`${id}\` is left out: ${error.message}`);
      }),
    ),
  );
  return pools.filter((pool) => pool !== undefined);
}

async function described(
  connection: UpstreamConnection,
  id: string,
  name: string,
  leftOut: (message: string) => void,
): Promise<LocalPool> {
  const clients = await pages(connection, 'ListUserPoolClients', 'UserPoolClients', { UserPoolId: id });
  const answer = await call(connection, 'DescribeUserPool', { UserPoolId: id });
  const clientIds = new Set(clients.map((client) => textAt(client, 'ClientId')));
  if (clientIds.delete('')) leftOut(`an app client of user pool \`${id}\` is left out: it has no ClientId`);
  const tags = usableTags(memberAt(memberAt(answer, 'UserPool'), 'UserPoolTags'));
  return { id, name, clientIds: [...clientIds], tags };
}

async function pages(
  connection: UpstreamConnection,
  operation: string,
  list: string,
  input: object,
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let next: unknown;
  for (let page = 0; page < mostPages; page++) {
    const more = typeof next === 'string' && { NextToken: next };
    const answer = await call(connection, operation, { ...input, MaxResults: 60, ...more });
    const some = memberAt(answer, list);
    if (Array.isArray(some)) items.push(...some);
    next = memberAt(answer, 'NextToken');
    if (typeof next !== 'string') break;
  }
  return items;
}

async function call(
  { dispatcher, basePath, headers }: UpstreamConnection,
  operation: string,
  input: object,
): Promise<unknown> {
  const request = dispatcher.request({
    method: 'POST',
    path: `${basePath}/`,
    headers: [
      ...['content-type', 'application/x-amz-json-1.1'],
      ...['x-amz-target', `AWSCognitoIdentityProviderService.${operation}`],
      ...headers,
    ],
    body: JSON.stringify(input),
    headersTimeout: answerLimit,
    bodyTimeout: answerLimit,
  });
  const { statusCode, body } = await request.catch((error: unknown) => {
    throw new Error(whyLost(error), { cause: error });
  });
  const text = await body.text();
  const said = `the upstream answers ${statusCode} to ${operation}`;
  if (statusCode >= 400 && statusCode < 500) throw new Refused(said);
  if (statusCode !== 200) throw new Error(said);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(`the upstream answers ${operation} with what is no JSON`);
  }
}

/** The member `name` of something that was parsed from JSON; `undefined` where it has none. */
function memberAt(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function textAt(value: unknown, name: string): string {
  const text = memberAt(value, name);
  return typeof text === 'string' ? text : '';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** An emulator stores any tags; those that AWS would not have taken must not stop the permission check from starting. */
function usableTags(stored: unknown): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [key, value] of Object.entries(Object(stored)).slice(0, 50)) {
    if (typeof value !== 'string' || value.length > 256 || !tagText.test(value)) continue;
    if (key === '' || key.length > 128 || !tagText.test(key) || /^aws:/i.test(key)) continue;
    if (seen.has(key.toLowerCase())) continue;
    seen.add(key.toLowerCase());
    tags[key] = value;
  }
  return tags;
}
