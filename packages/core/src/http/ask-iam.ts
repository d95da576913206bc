import type { Caller } from '../cognito/principal.js';
import { principalContext, type Surroundings } from '../cognito/request-context.js';
import { type AuthorizationRequest, bindContext, type PolicySet } from '../policy/index.js';
import type { Answered, DecisionCache } from './decision-cache.js';

/** IAM's answer about a request, with the question that settled it. */
export interface IamAnswer extends Answered {
  readonly request: AuthorizationRequest;
  /** The policies that were asked: the caller's, with what is known about the caller bound to them. */
  readonly policies: PolicySet;
}

/** Asks a caller's policies about every resource of a request: each must be allowed, and the first that is not settles it. */
export type AskIam = (caller: Caller, requests: readonly AuthorizationRequest[]) => IamAnswer;

/** Makes the asking. A caller's policies are bound to its own part of the context once, when it is first seen. */
export function askIam(decisions: Pick<DecisionCache, 'evaluate'>, surroundings: Surroundings): AskIam {
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
    const ask = (request: AuthorizationRequest): IamAnswer => {
      const { decision, cacheHit } = decisions.evaluate(policies, request);
      return { decision, cacheHit, request, policies };
    };
    let answer = ask(first);
    for (const request of others) {
      if (answer.decision.decision !== 'allowed') break;
      answer = ask(request);
    }
    return answer;
  };
}
