import { invalid } from '../options.js';
import { announcesBody, type Members, membersOf } from './body.js';
import {
  awsJsonRequest,
  type OperationRequest,
  type ReadMembers,
  type RouteTable,
  type TableRow,
} from './operation-request.js';
import { passMatcher } from './pass-paths.js';
import { Refusal, refuse } from './refusal.js';
import type { HttpRequest } from './request.js';
import { membersOfQuery, mergedMembers } from './rest-members.js';
import {
  type ReadRoute,
  type RestOptions,
  type RestRoute,
  readRestOptions,
  readRoutes,
} from './rest-options.js';
import { loggedPath, type RestTarget, restTarget } from './rest-target.js';
import { overlap, readTemplate } from './route-template.js';

/**
 * The routes of a REST mock: method and path name the operation; parameters of the path, the body and the query are
 * its members. What no route names is refused, letter case and the slash at the end included; `HEAD` is asked about
 * as `GET`. Requests of the AWS SDKs are served beside them, at `basePath` alone.
 *
 * Throws a `ConfigurationError` for routes that cannot be used, or of which two could mean the same request.
 */
export function rest(routes: readonly RestRoute[], options: RestOptions = {}): RouteTable {
  const { basePath = '', pass = [], awsJson = true } = readRestOptions(options, '');
  const read = readRoutes(routes, basePath, '/routes');
  const passing = pass.map((entry) => `${basePath}${entry}`);
  const isPassing = passMatcher(passing);
  refuseShadows(read, pass, basePath);
  if (awsJson) refuseRootRoute(read, basePath);
  const routesOf = new Map<string, readonly ReadRoute[]>();
  for (const route of read) {
    const key = `${route.method} ${route.template.segments.length}`;
    routesOf.set(key, [...(routesOf.get(key) ?? []), route]);
  }

  function find(request: HttpRequest): OperationRequest | Refusal {
    const target = restTarget(request.url);
    if ('fault' in target) return refuse('unknownOperation', target.fault);
    if (request.headers['x-amz-target'] !== undefined) {
      // On other paths the program behind might go by the path, or by the header: not by both.
      const here = awsJson && (target.path === `${basePath}/` || target.path === basePath);
      return here
        ? awsJsonRequest(request)
        : refuse('unknownOperation', 'x-amz-target was sent to a REST path');
    }
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    for (const { template, entry, members } of routesOf.get(`${method} ${target.segments.length}`) ?? []) {
      const found = template.match(target.path);
      if (found === false) continue;
      const override = methodOverrides.find((name) => request.headers[name] !== undefined);
      if (override !== undefined) return refuse('unknownOperation', `there is an ${override} header`);
      return { entry, read: readerOf([{ ...found.params }, members], target) };
    }
    const missing = `there is no route ${request.method} ${loggedPath(request.url)}`;
    const mend = target.segments.includes('.well-known') ? `; ${passMend}` : '';
    return refuse('unknownOperation', missing + mend);
  }

  function passes({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): boolean {
    return headers['x-amz-target'] === undefined && isPassing(url);
  }

  const rows = read.map(
    ({ method, template, entry }): TableRow => ({
      method,
      path: template.template,
      operation: entry.operation,
    }),
  );
  if (awsJson) rows.push({ method: 'POST', path: `${basePath}/`, operation: 'X-Amz-Target' });
  const methods = new Set(read.map(({ method }) => method));
  return Object.freeze({
    find,
    passes,
    pass: Object.freeze(passing),
    methods: Object.freeze([...(awsJson ? methods.add('POST') : methods)]),
    rows: Object.freeze(rows),
  });
}

/** What a mock that serves its own keys has to be told. */
const passMend = "`pass: ['/:poolId/.well-known/jwks.json']` lets a mock's own keys pass";

/** With one of these, the program behind may take another method than the one that was asked about. */
const methodOverrides = ['x-http-method-override', 'x-http-method', 'x-method-override'];

function readerOf(given: readonly Members[], { query }: RestTarget): OperationRequest['read'] {
  return (request, bodyLimit): ReadMembers | Refusal => {
    const asked = membersOfQuery(query);
    if (asked instanceof Refusal) return asked;
    const body = isEmpty(request) ? {} : membersOf(request, bodyLimit);
    if (body instanceof Refusal) return body;
    if (Object.hasOwn(body, '_method')) return refuse('unknownOperation', 'the body names a `_method`');
    const members = mergedMembers([...given, body, asked]);
    return members instanceof Refusal ? members : { members, body };
  };
}

/** Not where a body was announced and nothing is left of it. */
function isEmpty({ body, headers }: HttpRequest): boolean {
  if (body === undefined) return !announcesBody(headers);
  return body === '' || (body instanceof Uint8Array && body.byteLength === 0);
}

function refuseShadows(routes: readonly ReadRoute[], pass: readonly string[], basePath: string): void {
  for (const [index, entry] of pass.entries()) {
    const at = `/pass/${index}`;
    const template = readTemplate(basePath + entry, at);
    const shadowed = routes.find((route) => overlap(template, route.template, entry.endsWith('/')));
    if (shadowed === undefined) continue;
    throw invalid(at, `\`${entry}\` would let requests of the route \`${shadowed.name}\` pass unasked`);
  }
}

function refuseRootRoute(routes: readonly ReadRoute[], basePath: string): void {
  const root = readTemplate(`${basePath}/`, '/basePath');
  const index = routes.findIndex(({ method, template }) => method === 'POST' && overlap(root, template));
  const route = routes[index];
  if (route === undefined) return;
  const message = `\`${route.name}\` is where requests of the AWS SDKs arrive; set \`awsJson: false\` or choose another path`;
  throw invalid(`/routes/${index}/path`, message);
}
