import type { ContextValue } from '../policy/index.js';
import { configuredContext } from './configured-context.js';
import type { Directory } from './directory.js';
import type { OrganizationOptions } from './directory-options.js';
import { overlay } from './overlay.js';
import type { Principal } from './principal.js';

/** Condition keys with their values, as AWS spells the keys. It inherits nothing, so that any tag key is safe. */
export type ConditionContext = Readonly<Record<string, ContextValue>>;

/**
 * The prototype of contexts: empty, so nothing is inherited. V8 makes and lists such objects about eight times faster
 * than objects without a prototype.
 */
const nothing: object = Object.freeze(Object.create(null));

/** What is the same for every request that one authorizer decides. Made by {@link createSurroundings}. */
export interface Surroundings {
  readonly account: string;
  readonly region: string;
  readonly organization: OrganizationOptions | undefined;
  readonly configured: ConditionContext;
  /** The key that the client's address is under: a request through a VPC endpoint has no public one. */
  readonly addressKey: 'aws:SourceIp' | 'aws:VpcSourceIp';
}

/**
 * The surroundings of the user pools of a directory's account in one region. `configured` are condition keys that hold
 * for every request, found in the options at `path`; a `ConfigurationError` says which cannot be configured, and why.
 */
export function createSurroundings(
  directory: Pick<Directory, 'account' | 'organization'>,
  region: string,
  configured: ConditionContext = {},
  path = '/context',
): Surroundings {
  const read = configuredContext(configured, path);
  const endpoint = Object.keys(read).some((key) => /^aws:SourceVpce?$/i.test(key));
  return Object.freeze({
    account: directory.account,
    region,
    organization: directory.organization,
    configured: read,
    addressKey: endpoint ? 'aws:VpcSourceIp' : 'aws:SourceIp',
  });
}

/** What differs from request to request. Absent members are missing keys. */
export interface RequestFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The ARN that the request is about, or `*`. */
  readonly resource: string;
  readonly sourceIp: string | undefined;
  readonly secure: boolean;
  /** The `user-agent` header. */
  readonly userAgent?: string | undefined;
  /** The `referer` header. */
  readonly referer?: string | undefined;
  /** Tags of the addressed user pool. */
  readonly resourceTags?: Readonly<Record<string, string>> | undefined;
  /** Tags that the request sets. */
  readonly requestTags?: Readonly<Record<string, string>> | undefined;
  /** Tag keys that the request names without values. */
  readonly tagKeys?: readonly string[] | undefined;
}

/**
 * The part of the context that stays the same for a caller: who it is, its session, and the surroundings. Together with
 * {@link requestContext} it is the whole context of a request; the two share no key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function principalContext(principal: Principal, surroundings: Surroundings): ConditionContext {
  const { organization } = surroundings;
  const context: Record<string, ContextValue> = Object.create(nothing);
  Object.assign(context, overlay(surroundings.configured, principal.sessionContext));
  for (const [key, value] of Object.entries(principal.tags)) context[`aws:PrincipalTag/${key}`] = value;
  context['aws:PrincipalType'] = principal.type;
  context['aws:userid'] = principal.userId;
  if (principal.username !== undefined) context['aws:username'] = principal.username;
  if (principal.account !== undefined) {
    context['aws:PrincipalArn'] = principal.roleArn ?? principal.arn;
    context['aws:PrincipalAccount'] = principal.account;
    if (organization !== undefined && principal.account === surroundings.account) {
      context['aws:PrincipalOrgID'] = organization.id;
      if (organization.path !== undefined) context['aws:PrincipalOrgPaths'] = [organization.path];
    }
  }
  context['aws:PrincipalIsAWSService'] = false;
  context['aws:ViaAWSService'] = false;
  context['aws:RequestedRegion'] = surroundings.region;
  return Object.freeze(context);
}

/** The part of the context that differs from request to request. Of the headers only two have a key. */
export function requestContext(facts: RequestFacts, surroundings: Surroundings): ConditionContext {
  const context: Record<string, ContextValue> = Object.create(nothing);
  // In whole seconds, as IAM writes both.
  const second = Math.floor(facts.now / 1000);
  context['aws:CurrentTime'] = new Date(second * 1000);
  context['aws:EpochTime'] = second;
  context['aws:SecureTransport'] = facts.secure;
  const sourceIp = plainAddress(facts.sourceIp);
  if (sourceIp !== undefined) context[surroundings.addressKey] = sourceIp;
  if (facts.userAgent) context['aws:UserAgent'] = facts.userAgent;
  if (facts.referer) context['aws:Referer'] = facts.referer;
  addResource(context, facts, surroundings);
  addRequestTags(context, facts);
  return context;
}

/** The keys of {@link requestContext} whose values do not follow from the resource, in lower case. */
const varyingKeys: ReadonlySet<string> = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:securetransport',
  'aws:sourceip',
  'aws:vpcsourceip',
  'aws:useragent',
  'aws:referer',
  'aws:tagkeys',
]);

/** Whether two tokens of one principal can differ in a key of {@link principalContext}, which is in lower case. */
export function variesByToken(key: string): boolean {
  return key === 'aws:tokenissuetime';
}

/** Whether two requests of one caller about one resource can differ in a condition key, which is in lower case. */
export function variesByRequest(key: string): boolean {
  return varyingKeys.has(key) || key.startsWith('aws:requesttag/');
}

function addResource(
  context: Record<string, ContextValue>,
  { resource, resourceTags }: RequestFacts,
  { account, organization }: Surroundings,
): void {
  const owner = resource === '*' ? account : accountOf(resource);
  if (owner) context['aws:ResourceAccount'] = owner;
  if (organization !== undefined && owner === account) {
    context['aws:ResourceOrgID'] = organization.id;
    if (organization.path !== undefined) context['aws:ResourceOrgPaths'] = [organization.path];
  }
  if (resourceTags === undefined) return;
  for (const key of Object.keys(resourceTags)) {
    const value = resourceTags[key];
    if (value !== undefined) context[`aws:ResourceTag/${key}`] = value;
  }
}

/** The account in an ARN; empty or `undefined` where there is none. Written out because `split` is slow. */
function accountOf(arn: string): string | undefined {
  let start = 0;
  for (let colon = 0; colon < 4; colon++) {
    start = arn.indexOf(':', start) + 1;
    if (start === 0) return undefined;
  }
  const end = arn.indexOf(':', start);
  return end < 0 ? undefined : arn.slice(start, end);
}

function addRequestTags(context: Record<string, ContextValue>, { requestTags, tagKeys }: RequestFacts): void {
  if (requestTags === undefined && tagKeys === undefined) return;
  const keys = new Set(tagKeys);
  for (const [key, value] of Object.entries(requestTags ?? {})) {
    context[`aws:RequestTag/${key}`] = value;
    keys.add(key);
  }
  if (keys.size > 0) context['aws:TagKeys'] = [...keys];
}

/**
 * The address without a zone, and as IPv4 where it is an IPv4 address in IPv6 form (`::ffff:192.0.2.1`), as servers that
 * listen on both report it. `undefined` where there is none.
 */
export function plainAddress(address: string | undefined): string | undefined {
  if (address === undefined || address === '') return undefined;
  if (!address.includes(':')) return address;
  const zone = address.indexOf('%');
  const plain = zone < 0 ? address : address.slice(0, zone);
  if (plain === '') return undefined;
  const mapped = /^(?:::|(?:0{1,4}:){5})ffff:(?:([\d.]+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i.exec(plain);
  if (mapped === null) return plain;
  const [, dotted, high = '', low = ''] = mapped;
  if (dotted !== undefined) return dotted;
  return [high, low]
    .flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255])
    .join('.');
}
