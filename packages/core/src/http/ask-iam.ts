import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Caller } from '../cognito/principal.js';
import {
  requestContext,
  type Surroundings,
  variesByRequest,
  variesByToken,
} from '../cognito/request-context.js';
import {
  type InvalidRequest,
  type ResourceScope,
  requestTagKeys,
  requestTags,
  resourceReader,
  userPoolArn,
} from '../cognito/resources.js';
import {
  type AuthorizationRequest,
  conditionKeysRead,
  type Decision,
  evaluate,
  type PolicySet,
} from '../policy/index.js';
import { TextTable } from '../policy/text-table.js';
import type { Members } from './body.js';
import type { DecisionCache } from './decision-cache.js';
import type { EvaluationTeller } from './evaluation-event.js';
import { type Refusal, refuse, refuseWith } from './refusal.js';
import type { HttpRequest } from './request.js';
import { type KnownCaller, sharedPolicies } from './shared-policies.js';

/** IAM's answer about a request. */
export interface IamAnswer {
  readonly decision: Decision;
  /** The resource that IAM was asked about: an ARN or `*`. */
  readonly resource: string;
  /** Whether the decision was remembered. */
  readonly cacheHit: boolean;
  /** The refusal that it comes to, a remembered one with the reason of the first time; `undefined` where IAM allows. */
  readonly denial: Refusal | undefined;
}

/** What {@link askIam} goes by. */
export interface IamSettings {
  readonly scope: ResourceScope;
  readonly surroundings: Surroundings;
  /** Tags of user pools, by pool id. */
  readonly resourceTags: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly now: () => number;
  readonly decisions: DecisionCache<IamAnswer>;
  readonly evaluations: EvaluationTeller;
  /** The refusal that a denial comes to. */
  readonly denial: (question: AuthorizationRequest, decision: Decision, policies: PolicySet) => Refusal;
}

/** Asks a caller's policies about a request, or gives the refusal of a request that AWS would not understand. */
export type AskIam = (
  caller: Caller,
  operation: OperationEntry,
  members: Members,
  request: HttpRequest,
) => IamAnswer | Refusal;

/** The most user pools whose ids are known to be sound; the ids come from clients. */
const poolsRemembered = 1_024;

/**
 * Makes the asking. The context of a question is what differs from request to request, and from token to token: what
 * stays the same for a principal is bound to its policies, once for all its tokens. A decision that none of it can change
 * is remembered, for all of them.
 */
export function askIam(settings: IamSettings): AskIam {
  const { scope, surroundings, decisions, evaluations, now } = settings;
  const readResource = resourceReader(scope, new TextTable<string>(16, poolsRemembered));
  const tagsByArn = new Map(
    Object.entries(settings.resourceTags).map(([poolId, tags]) => [userPoolArn(poolId, scope), tags]),
  );
  const shared = sharedPolicies(surroundings);

  function question(
    { operation, action }: OperationEntry,
    resource: string,
    { principal: { arn, roleArn } }: Caller,
    { own }: KnownCaller,
    members: Members,
    request: HttpRequest,
  ): AuthorizationRequest {
    const facts = {
      now: now(),
      resource,
      resourceTags: tagsByArn.get(resource),
      sourceIp: request.sourceIp,
      secure: request.secure,
      userAgent: oneHeader(request, 'user-agent'),
      referer: oneHeader(request, 'referer'),
      requestTags: requestTags(operation, members),
      tagKeys: requestTagKeys(operation, members),
    };
    const principal = roleArn === undefined ? { arn } : { arn, roleArn };
    const context = requestContext(facts, surroundings);
    return { action, resource, principal, context: own === undefined ? context : { ...context, ...own } };
  }

  return (caller, operation, members, request) => {
    const read = readResource(operation, members);
    if ('invalid' in read) return refusalOf(read.invalid);
    const { resource } = read;
    const known = shared.know(caller);
    const remembered = decisions.get(known.asker, operation, resource);
    if (remembered !== undefined && !evaluations.heard) return remembered;

    const { policies, varying } = shared.policiesOf(caller, known);
    const asked = question(operation, resource, caller, known, members, request);
    if (remembered !== undefined) {
      evaluations.tell(caller.principal, policies, asked, remembered.decision);
      return remembered;
    }
    const decision = evaluate(policies, asked);
    if (evaluations.heard) evaluations.tell(caller.principal, policies, asked, decision);
    const denial = decision.decision === 'allowed' ? undefined : settings.denial(asked, decision, policies);
    let varies = varying.get(operation);
    if (varies === undefined) {
      const read = conditionKeysRead(policies, operation.action);
      varies = read.some((key) => variesByRequest(key) || variesByToken(key));
      varying.set(operation, varies);
    }
    if (varies) decisions.bypass();
    else decisions.set(known.asker, operation, resource, { decision, resource, cacheHit: true, denial });
    return { decision, resource, cacheHit: false, denial };
  };
}

function refusalOf(invalid: InvalidRequest): Refusal {
  return invalid.error === 'SerializationException'
    ? refuse('serialization', 'a member of the body has another type than it should')
    : refuseWith('invalidParameter', invalid.message);
}

/** Only these two headers reach the context: no header of a client may set a condition key. */
function oneHeader(request: HttpRequest, name: 'user-agent' | 'referer'): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.join(', ');
}
