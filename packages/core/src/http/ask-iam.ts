import type { Caller } from '../cognito/principal.js';
import { principalContext, type Surroundings } from '../cognito/request-context.js';
import { type AuthorizationRequest, bindContext, type Decision, type PolicySet } from '../policy/index.js';

/** IAM's answer about a request, with the question that settled it. */
export interface IamAnswer {
  readonly decision: Decision;
  readonly request: AuthorizationRequest;
  /** The policies that were asked: the caller's, with what is known about the caller bound to them. */
  readonly policies: PolicySet;
}

/** Asks a caller's policies about every resource of a request: each must be allowed, and the first that is not settles it. */
export type AskIam = (caller: Caller, requests: readonly AuthorizationRequest[]) => IamAnswer;

/** Makes the asking. A caller's policies are bound to its own part of the context once, when it is first seen. */
export function askIam(
  evaluate: (policies: PolicySet, request: AuthorizationRequest) => Decision,
  surroundings: Surroundings,
): AskIam {
  const bound = new WeakMap<Caller, PolicySet>();

  function policiesOf(caller: Caller): PolicySet {
    const policies =
      bound.get(caller) ?? bindContext(caller.policies, principalContext(caller.principal, surroundings));
    bound.set(caller, policies);
    return policies;
  }

  return (caller, [first, ...others]) => {
    // No question has no answer, least of all yes.
    if (first === undefined) throw new RangeError('there is no resource to ask about');
    const policies = policiesOf(caller);
    let answer: IamAnswer = { decision: evaluate(policies, first), request: first, policies };
    for (const request of others) {
      if (answer.decision.decision !== 'allowed') break;
      answer = { decision: evaluate(policies, request), request, policies };
    }
    return answer;
  };
}
