import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Operation } from '../cognito/operations.js';
import { type Members, membersOf } from './body.js';
import { operationFromTarget } from './operation-from-target.js';
import { Refusal } from './refusal.js';
import type { HttpRequest } from './request.js';

/** What a request says beside its operation. */
export interface ReadMembers {
  /** Everything that the request says: what is decided on. */
  readonly members: Members;
  /** What its body says: what a body parser would leave. */
  readonly body: Members;
}

/** The operation that a request is for, and how to read its members. */
export interface OperationRequest {
  readonly entry: OperationEntry;
  readonly read: (request: HttpRequest, bodyLimit: number) => ReadMembers | Refusal;
}

/** One row of a {@link RouteTable}, for those who read what it says. */
export interface TableRow {
  /** `*` is any. */
  readonly method: string;
  /** The whole path with its parameters, `/v1/users/:Username`; `/*` is any. */
  readonly path: string;
  /** `X-Amz-Target` where that header of a request names the operation. */
  readonly operation: Operation | 'X-Amz-Target';
}

/**
 * How requests name operations. Made by `rest`; without one, requests are those of the AWS SDKs, which name theirs in
 * `X-Amz-Target`.
 */
export interface RouteTable {
  /** The operation of a request, or the refusal of one that has none. */
  readonly find: (request: HttpRequest) => OperationRequest | Refusal;
  /** Whether a request is none of the API's, and goes on unasked. */
  readonly passes: (request: Pick<HttpRequest, 'url' | 'headers'>) => boolean;
  /** The paths that pass. */
  readonly pass: readonly string[];
  /** The methods of its routes: what a preflight allows. */
  readonly methods: readonly string[];
  /** Its rows: a request that none of them covers is refused, unless it passes. */
  readonly rows: readonly TableRow[];
}

/** Requests of the AWS JSON protocol, on any path. */
export const awsJsonTable: RouteTable = Object.freeze<RouteTable>({
  find: awsJsonRequest,
  passes: () => false,
  pass: [],
  methods: ['POST'],
  rows: [{ method: '*', path: '/*', operation: 'X-Amz-Target' }],
});

/** The operation of a request of the AWS JSON protocol; its members are its body. */
export function awsJsonRequest(request: HttpRequest): OperationRequest | Refusal {
  const entry = operationFromTarget(request);
  return entry instanceof Refusal ? entry : { entry, read: readBody };
}

function readBody(request: HttpRequest, bodyLimit: number): ReadMembers | Refusal {
  const members = membersOf(request, bodyLimit);
  return members instanceof Refusal ? members : { members, body: members };
}
