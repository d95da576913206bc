import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Operation } from '../cognito/operations.js';
import type { Principal } from '../cognito/principal.js';
import { messageOf } from '../errors.js';
import type { Decision, MatchedStatement, PolicyEvaluationDecision, PolicyType } from '../policy/index.js';
import type { IamAnswer } from './ask-iam.js';
import type { Members } from './body.js';
import { type Log, printable } from './log.js';
import type { NearStatement, Refusal } from './refusal.js';
import type { HttpRequest } from './request.js';

/**
 * What was decided about one request: what `onDecision` gets, and what is published on the channel
 * {@link decisionChannelName}. Frozen, and free of tokens and secrets; `principal.tags` hold what the role mapping
 * makes of claims.
 */
export interface DecisionEvent {
  /** When the request arrived, in milliseconds since 1970 by the wall clock. */
  readonly time: number;
  /** How long deciding took, in milliseconds, waiting for keys and hooks included. */
  readonly duration: number;
  /** The `x-amzn-requestid` of the answer to a refused request; made up for any other. */
  readonly requestId: string;
  /** What became of the request; `audited`: let through in audit mode, where `enforce` would have refused it. */
  readonly outcome: 'allowed' | 'refused' | 'audited';
  /** Absent where the request names none that is known. */
  readonly operation: Operation | undefined;
  /** The operation's action: `cognito-idp:AdminGetUser`. */
  readonly action: string | undefined;
  /** The resource that settled it: an ARN or `*`. Absent where IAM was not asked, and so are the next four. */
  readonly resource: string | undefined;
  readonly decision: PolicyEvaluationDecision | undefined;
  readonly decidedBy: PolicyType | undefined;
  /** The statements that decided, with their policies. */
  readonly matchedStatements: readonly MatchedStatement[] | undefined;
  /** Whether the decision was remembered. */
  readonly cacheHit: boolean | undefined;
  /** Who called; absent where no credentials are asked for, and where they were no good. */
  readonly principal: Principal | undefined;
  /** The error that the client was told, or would have been told in enforce mode. */
  readonly error: DecisionEventError | undefined;
}

/** Why a request was refused. */
export interface DecisionEventError {
  /** AWS's name of the error: `AccessDeniedException`. */
  readonly type: string;
  /** AWS's message; absent where AWS says nothing. */
  readonly message: string | undefined;
  /** What only a developer is told: the statement that denied, or what the nearest one lacks. */
  readonly reason: string | undefined;
  /** The statement that the reason calls nearest, where nothing allowed the request. */
  readonly nearest: NearStatement | undefined;
}

/**
 * Gets every decision, and the request that it is about, which holds tokens: what of it is written down is the
 * listener's to choose. So it is with `members`, those that were decided on, absent where the request could not be read that far:
 * they may hold passwords. What it throws, or rejects with, goes to the log and changes nothing.
 */
export type OnDecision = (event: DecisionEvent, request: HttpRequest, members: Members | undefined) => void;

/**
 * The channel of `node:diagnostics_channel` that every authorizer of the process publishes its decisions on, where
 * there is such a module. https://nodejs.org/api/diagnostics_channel.html
 */
export const decisionChannelName: string = 'cognito-iam:decision';

/**
 * What is known of a request when its line ends. Every member is there, be it `undefined`: objects of one shape are
 * many times faster to read than those that come in several.
 */
export interface Findings {
  readonly entry: OperationEntry | undefined;
  readonly members: Members | undefined;
  /** What the body says, where it was read here. */
  readonly body: Members | undefined;
  readonly principal: Principal | undefined;
  readonly answer: IamAnswer | undefined;
}

/** Nothing yet. */
export const nothingFound: Findings = Object.freeze({
  entry: undefined,
  members: undefined,
  body: undefined,
  principal: undefined,
  answer: undefined,
});

/** What became of a request, to be told. */
export interface Ending {
  readonly found: Findings;
  readonly requestId: string;
  readonly outcome: DecisionEvent['outcome'];
  readonly refusal: Refusal | undefined;
}

/** Tells how a request ended. */
export type Teller = (ending: Ending) => void;

/** Gives the teller of a request that arrives now; `undefined` where nobody listens, since telling takes time. */
export function decisionTellers(
  onDecision: OnDecision | undefined,
  log: Log,
): (request: HttpRequest) => Teller | undefined {
  // Asked of the process, not imported: outside Node and its like there is no such module.
  const diagnostics = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  const channel = diagnostics?.channel(decisionChannelName);
  return (request) => {
    if (onDecision === undefined && channel?.hasSubscribers !== true) return undefined;
    const time = Date.now();
    const begun = performance.now();
    return (ending) => {
      const event = eventOf(ending, time, performance.now() - begun);
      // What a subscriber throws is for Node to report, who lets no publisher see it.
      channel?.publish(event);
      if (onDecision !== undefined) {
        tellSafely(() => onDecision(event, request, ending.found.members), log);
      }
    };
  };
}

function eventOf(ending: Ending, time: number, duration: number): DecisionEvent {
  const { requestId, outcome, refusal } = ending;
  const { entry, principal, answer } = ending.found;
  const decision: Decision | undefined = answer?.decision;
  return Object.freeze({
    time,
    duration,
    requestId,
    outcome,
    operation: entry?.operation,
    action: entry?.action,
    resource: answer?.resource,
    decision: decision?.decision,
    decidedBy: decision?.decidedBy,
    matchedStatements: decision?.matchedStatements,
    cacheHit: answer?.cacheHit,
    principal,
    error: refusal && errorOf(refusal),
  });
}

function errorOf({ type, message, why, nearest }: Refusal): DecisionEventError {
  return Object.freeze({ type, message, reason: why === undefined ? undefined : printable(why), nearest });
}

function tellSafely(tell: () => unknown, log: Log): void {
  const failed = (error: unknown): void => {
    const message = messageOf(error);
    log({ level: 'error', event: 'fault', message: `onDecision: ${message}` });
  };
  try {
    const told = tell();
    // The type says that nothing comes back, but an async function fits it, and may reject.
    if (told instanceof Promise) told.catch(failed);
  } catch (error) {
    failed(error);
  }
}
