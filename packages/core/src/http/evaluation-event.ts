import type { Directory } from '../cognito/directory.js';
import type { Principal } from '../cognito/principal.js';
import type { AuthorizationRequest, Decision, PolicySet } from '../policy/index.js';

/**
 * A question to IAM with its answer, as an authorizer came to it: for tools that look at how policies are used. Unlike
 * a `DecisionEvent` it has the context of the request.
 */
export interface EvaluationEvent {
  /** The authorizer's option. */
  readonly directory: Directory;
  readonly principal: Principal;
  /** Those of the principal, with what is constant for it bound: `examine` and `explain` take them. */
  readonly policies: PolicySet;
  readonly request: AuthorizationRequest;
  /** Also where it was remembered. */
  readonly decision: Decision;
}

/**
 * The channel of `node:diagnostics_channel` that every authorizer of the process publishes its questions to IAM on, where
 * there is such a module. As long as somebody subscribes, a remembered decision costs as much as a new one.
 * https://nodejs.org/api/diagnostics_channel.html
 */
export const evaluationChannelName: string = 'cognito-iam:evaluation';

/** Tells of questions to IAM. */
export interface EvaluationTeller {
  /** Whether anybody listens. */
  readonly heard: boolean;
  tell(principal: Principal, policies: PolicySet, request: AuthorizationRequest, decision: Decision): void;
}

/** Makes the teller of an authorizer for this directory. */
export function evaluationTeller(directory: Directory): EvaluationTeller {
  // Asked of the process, not imported: outside Node and its like there is no such module.
  const diagnostics = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  const channel = diagnostics?.channel(evaluationChannelName);
  return {
    get heard() {
      return channel?.hasSubscribers === true;
    },
    tell(principal, policies, request, decision) {
      const event: EvaluationEvent = { directory, principal, policies, request, decision };
      channel?.publish(Object.freeze(event));
    },
  };
}
