import { LRUCache } from 'lru-cache';
import type { AuthorizationRequest, Decision, PolicySet } from '../policy/index.js';
import { encodeContext, encodeText } from './context-encoding.js';

/** What the cache stands in front of: the policy engine's own functions. */
export interface Evaluator {
  readonly evaluate: (policies: PolicySet, request: AuthorizationRequest) => Decision;
  /** The condition keys, in lower case, that the set can read for the action. */
  readonly conditionKeysRead: (policies: PolicySet, action: string) => readonly string[];
}

/** How much a {@link DecisionCache} remembers. */
export interface DecisionCacheLimits {
  readonly principals: number;
  readonly decisionsPerPrincipal: number;
}

/** How often the cache answered, and how many decisions it holds now. */
export interface DecisionCounters {
  readonly hits: number;
  readonly misses: number;
  /** Not kept: asked of a policy set that reads the time, or with very long values. */
  readonly bypassed: number;
  readonly size: number;
}

/** A decision, and whether it was remembered. */
export interface Answered {
  readonly decision: Decision;
  readonly cacheHit: boolean;
}

/** Remembered decisions, as the owner of an authorizer sees them. */
export interface DecisionCache {
  /** The answer that evaluating the request would give now. */
  evaluate(policies: PolicySet, request: AuthorizationRequest): Answered;
  /** Forgets what was decided about a principal, by the ARN that AWS prints. */
  invalidate(principalArn: string): void;
  /** Forgets everything. */
  clear(): void;
  readonly counters: DecisionCounters;
}

/** Longer keys are not kept: tags and headers come from clients, who must not fill the memory with them. */
const longestKey = 4096;

/** Their values change from one request to the next, so an answer that depends on them is used once at best. */
const everChanging: ReadonlySet<string> = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:multifactorauthage',
]);

/** For one policy set and action: the condition keys that a decision can depend on, `undefined` where time is one. */
type KeysRead = ReadonlySet<string> | undefined;

/**
 * An evaluator that remembers. A remembered decision is found by everything that the decision can depend on: the
 * policy set itself, the principal, action, resource, and the values of those condition keys that the set can read
 * for that action. Each principal has room of its own, so that none can push out what was decided for another.
 */
export function decisionCache(evaluator: Evaluator, limits: DecisionCacheLimits): DecisionCache {
  const principals = new LRUCache<string, LRUCache<string, Answered>>({ max: limits.principals });
  const setNumbers = new WeakMap<PolicySet, number>();
  const keysReadBySet = new WeakMap<PolicySet, LRUCache<string, { readonly keys: KeysRead }>>();
  let sets = 0;
  let hits = 0;
  let misses = 0;
  let bypassed = 0;

  function numberOf(policies: PolicySet): number {
    const known = setNumbers.get(policies) ?? ++sets;
    setNumbers.set(policies, known);
    return known;
  }

  function keysRead(policies: PolicySet, action: string): KeysRead {
    let byAction = keysReadBySet.get(policies);
    if (byAction === undefined) {
      byAction = new LRUCache({ max: 256 });
      keysReadBySet.set(policies, byAction);
    }
    let known = byAction.get(action);
    if (known === undefined) {
      const keys = evaluator.conditionKeysRead(policies, action);
      known = { keys: keys.some((key) => everChanging.has(key)) ? undefined : new Set(keys) };
      byAction.set(action, known);
    }
    return known.keys;
  }

  function decisionsOf(principalArn: string): LRUCache<string, Answered> {
    let decisions = principals.get(principalArn);
    if (decisions === undefined) {
      decisions = new LRUCache({ max: limits.decisionsPerPrincipal });
      principals.set(principalArn, decisions);
    }
    return decisions;
  }

  return {
    evaluate(policies, request) {
      const keys = keysRead(policies, request.action);
      const context = keys && encodeContext(request.context, keys);
      const { action, resource, principal } = request;
      if (context === undefined || context.length + resource.length > longestKey) {
        bypassed++;
        return { decision: evaluator.evaluate(policies, request), cacheHit: false };
      }
      const key = `${numberOf(policies)} ${encodeText(principal?.roleArn)}${encodeText(action)}${encodeText(resource)}${context}`;
      const decisions = decisionsOf(encodeText(principal?.arn));
      const remembered = decisions.get(key);
      if (remembered !== undefined) {
        hits++;
        return remembered;
      }
      misses++;
      const decision = evaluator.evaluate(policies, request);
      decisions.set(key, { decision, cacheHit: true });
      return { decision, cacheHit: false };
    },
    invalidate(principalArn) {
      principals.delete(encodeText(principalArn));
    },
    clear() {
      principals.clear();
    },
    get counters() {
      let size = 0;
      for (const decisions of principals.values()) size += decisions.size;
      return { hits, misses, bypassed, size };
    },
  };
}

/** An evaluator that remembers nothing. */
export function noDecisionCache({ evaluate }: Pick<Evaluator, 'evaluate'>): DecisionCache {
  let bypassed = 0;
  return {
    evaluate(policies, request) {
      bypassed++;
      return { decision: evaluate(policies, request), cacheHit: false };
    },
    invalidate() {},
    clear() {},
    get counters() {
      return { hits: 0, misses: 0, bypassed, size: 0 };
    },
  };
}
