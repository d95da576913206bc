import { catalog } from '../cognito/catalog.js';
import type { OperationEntry } from '../cognito/catalog-entries.js';
import { isOperation, type Operation } from '../cognito/operations.js';
import {
  boolean,
  invalid,
  listOf,
  type OptionReader,
  oneOf,
  optional,
  optionsOf,
  suggest,
  text,
} from '../options.js';
import { nearestName } from '../policy/index.js';
import type { Members } from './body.js';
import { passEntry } from './pass-paths.js';
import { overlap, type RouteTemplate, readTemplate } from './route-template.js';

/** The methods that a route can have; `HEAD` goes with `GET`. */
export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A route of a REST mock. */
export interface RestRoute {
  readonly method: RestMethod;
  /** As Express 5 and `@koa/router` read it; its parameters are members: `/userpools/:UserPoolId/users/:Username`. */
  readonly path: string;
  readonly operation: Operation;
  /** Members that every request to the route has: `{ UserPoolId: 'local_1abC' }` in a mock of one user pool. */
  readonly members?: Members;
}

/** What `rest` takes beside the routes. */
export interface RestOptions {
  /** What all paths begin with, `pass` included, where the API is mounted under a path: `/v1`. */
  readonly basePath?: string;
  /**
   * Paths that are not the API's and go on unasked: `/health` is that path alone, `/oauth2/` everything below it;
   * `:poolId` stands for any one segment, as in `/:poolId/.well-known/jwks.json`, from where a mock serves its keys.
   * A request with `X-Amz-Target` never passes.
   */
  readonly pass?: readonly string[];
  /** Whether `POST` to `basePath` with `X-Amz-Target` is served as well. `true` by default. */
  readonly awsJson?: boolean;
}

/** A {@link RestRoute} as it is read. */
export interface ReadRoute {
  /** For messages: `GET /userpools/:UserPoolId`. */
  readonly name: string;
  readonly method: RestMethod;
  readonly template: RouteTemplate;
  readonly entry: OperationEntry;
  readonly members: Members;
}

const plainPath = /^(?:\/[\w\-.~]+)+$/;

const basePath: OptionReader<string> = (value, path) => {
  const base = text(value, path);
  if (plainPath.test(base) && !/\/\.\.?(?:\/|$)/.test(base)) return base;
  throw invalid(path, `expected a path such as \`/v1\`, without a slash at the end; got \`${base}\``);
};

/** Reads the options of `rest`. */
export const readRestOptions: OptionReader<RestOptions> = optionsOf<RestOptions>({
  basePath: optional(basePath),
  pass: optional(listOf(passEntry)),
  awsJson: optional(boolean),
});

/** Reads the name of an operation; an unknown one is an error that names the nearest. */
export const operationName: OptionReader<Operation> = (value, path) => {
  const name = text(value, path);
  if (isOperation(name)) return name;
  const nearest = nearestName(name, [...catalog.operations.keys()]);
  throw invalid(
    path,
    `\`${name}\` is no operation${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`,
  );
};

const fixedMembers: OptionReader<Members> = (value, path) => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.freeze({ ...value });
  throw invalid(path, 'expected an object of members');
};

const readRoute = optionsOf<RestRoute>({
  method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
  path: text,
  operation: operationName,
  members: optional(fixedMembers),
});

/** Reads the routes of a REST mock. Throws where two of them could mean the same request, naming both. */
export function readRoutes(routes: unknown, base: string, path: string): readonly ReadRoute[] {
  const read: ReadRoute[] = [];
  for (const [index, route] of listOf(readRoute)(routes, path).entries()) {
    const at = `${path}/${index}`;
    const entry = catalog.operation(route.operation);
    const template = readTemplate(route.path, `${at}/path`);
    const members = route.members ?? {};
    refuseUnknownMembers(entry, template, members, at);
    const { method } = route;
    const whole = readTemplate(base + route.path, `${at}/path`);
    const name = `${method} ${whole.template}`;
    const other = read.find((one) => one.method === method && overlap(one.template, whole));
    if (other !== undefined)
      throw invalid(
        `${at}/path`,
        `\`${name}\` and \`${other.name}\` can mean the same request: give one of them another path, or let one route serve both`,
      );
    read.push({ name, method, template: whole, entry, members });
  }
  return read;
}

/** What opens doors belongs in the body: paths end up in logs. */
const secrets: ReadonlySet<string> = new Set([
  ...['AccessToken', 'RefreshToken', 'Token', 'Session', 'Secret', 'FeedbackToken', 'UserCode'],
  ...['Password', 'ProposedPassword', 'ConfirmationCode', 'Code', 'Credential'],
]);

function refuseUnknownMembers(
  entry: OperationEntry,
  template: RouteTemplate,
  fixed: Members,
  at: string,
): void {
  const known = pathMembers(entry);
  for (const segment of template.segments) {
    if (!('parameter' in segment)) continue;
    const name = segment.parameter;
    if (Object.hasOwn(fixed, name)) throw invalid(`${at}/members`, `\`${name}\` is in the path already`);
    if (secrets.has(name))
      throw invalid(`${at}/path`, `\`${name}\` belongs in the body: paths end up in logs`);
    if (!known.includes(name)) {
      throw invalid(`${at}/path`, `\`${name}\` is no member of ${entry.operation}; ${suggest(name, known)}`);
    }
  }
  for (const name of Object.keys(fixed)) {
    const meant = known.find((one) => one !== name && one.toLowerCase() === name.toLowerCase());
    if (meant !== undefined)
      throw invalid(`${at}/members`, `\`${name}\` is no member; did you mean \`${meant}\`?`);
  }
}

/** The members that may be in a path, as far as the catalogue knows them; which operations take a client it does not. */
function pathMembers({
  requiredMembers,
  identifyingMembers,
  resourceFrom,
}: OperationEntry): readonly string[] {
  const pool = resourceFrom === 'UserPoolId' ? ['UserPoolId', 'ClientId'] : [];
  return [...new Set([...pool, ...requiredMembers, ...identifyingMembers])].filter(
    (name) => !secrets.has(name),
  );
}
