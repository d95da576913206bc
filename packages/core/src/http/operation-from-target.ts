import { catalog } from '../cognito/catalog.js';
import type { OperationEntry } from '../cognito/catalog-entries.js';
import { TextTable } from '../policy/text-table.js';
import { type Refusal, refuse } from './refusal.js';
import type { HttpRequest } from './request.js';
import { loggedPath } from './rest-target.js';

const targetPrefix = 'AWSCognitoIdentityProviderService.';

/** Headers that named an operation: found without cutting and hashing a text that is new in every request. */
const knownTargets = new TextTable<OperationEntry>(64, 512);

/** What a mock that serves its own keys, or pages, has to be told. */
const passMend =
  "`routes: rest([], { pass: ['/:poolId/.well-known/jwks.json'] })` lets such paths pass, with `rest` of @cognito-iam/core";

/**
 * The operation that a request of the AWS JSON protocol names in `X-Amz-Target`, letter case included. The path is
 * free, since an endpoint may have one.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function operationFromTarget(request: HttpRequest): OperationEntry | Refusal {
  if (request.method !== 'POST') {
    const asked = `${request.method} ${loggedPath(request.url)}`;
    return refuse('unknownOperation', `the request is ${asked}, and none of the API's; ${passMend}`);
  }
  const target = request.headers['x-amz-target'];
  if (target === undefined) return refuse('unknownOperation', 'there is no x-amz-target header');
  // A header sent twice arrives as an array or joined by a comma, and matches nothing.
  if (typeof target !== 'string') return refuse('unknownOperation', 'x-amz-target was sent more than once');
  const known = knownTargets.get(target);
  if (known !== undefined) return known;
  const operation = target.startsWith(targetPrefix)
    ? catalog.operation(target.slice(targetPrefix.length))
    : undefined;
  if (operation !== undefined) knownTargets.set(target, operation);
  return operation ?? refuse('unknownOperation', `x-amz-target is \`${target}\``);
}
