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

/** Every user pool with its app clients. Rejects where the upstream does not answer as Cognito does. */
export async function listPools(connection: UpstreamConnection): Promise<readonly LocalPool[]> {
  const found = await pages(connection, 'ListUserPools', 'UserPools', {});
  return Promise.all(
    found.map(async (entry) => {
      const id = textAt(entry, 'Id');
      const clients = await pages(connection, 'ListUserPoolClients', 'UserPoolClients', { UserPoolId: id });
      const described = memberAt(await call(connection, 'DescribeUserPool', { UserPoolId: id }), 'UserPool');
      return {
        id,
        name: textAt(entry, 'Name'),
        clientIds: clients.map((client) => textAt(client, 'ClientId')),
        tags: usableTags(memberAt(described, 'UserPoolTags')),
      };
    }),
  );
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
  const { statusCode, body } = await dispatcher.request({
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
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`the upstream answers ${statusCode} to ${operation}`);
  return JSON.parse(text);
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
