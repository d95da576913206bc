import { LRUCache } from 'lru-cache';
import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Principal } from '../cognito/principal.js';

/** How much a {@link DecisionCache} remembers. */
export interface DecisionCacheLimits {
  readonly principals: number;
  readonly decisionsPerPrincipal: number;
}

/** How often the cache answered, and how many decisions it holds now. */
export interface DecisionCounters {
  readonly hits: number;
  readonly misses: number;
  /**
   * Not kept: decisions that depend on what one request alone says, such as its time, address, headers and tags, and
   * those on a resource with an overlong name.
   */
  readonly bypassed: number;
  readonly size: number;
}

/** Remembered decisions, as the owner of an authorizer sees them. */
export interface RememberedDecisions {
  /** Forgets what was decided about a principal, by the ARN that AWS prints. */
  invalidate(principalArn: string): void;
  /** Forgets everything. */
  clear(): void;
  readonly counters: DecisionCounters;
}

/** Who asks: the same object for callers who get the same answers. It stands for a principal with its policies, and holds neither. */
export interface Asker {
  readonly principal: Pick<Principal, 'arn'>;
}

/**
 * What was answered to whom about which operation on which resource. For answers that depend on nothing else: whoever
 * asks knows which do.
 */
export interface DecisionCache<Answer extends object> extends RememberedDecisions {
  get(caller: Asker, operation: OperationEntry, resource: string): Answer | undefined;
  set(caller: Asker, operation: OperationEntry, resource: string, answer: Answer): void;
  /** Counts an answer that cannot be kept. */
  bypass(): void;
}

/** In characters; the ARN of a user pool has half as many. Longer ones are a client's invention, and would take room. */
const longestResource = 256;

/** What is known about one resource: an answer for each operation. */
type Answers<Answer> = Map<OperationEntry, Answer>;

/**
 * A cache in which each caller has room of its own, so that none can push out what was decided for another, whatever
 * it asks about. The texts that it goes by are the same objects for the same resource, whose hashes V8 remembers: a
 * key put together for each request would take longer to hash than the policies take to evaluate.
 */
export function decisionCache<Answer extends object>(limits: DecisionCacheLimits): DecisionCache<Answer> {
  const { principals: max, decisionsPerPrincipal: room } = limits;
  const callers = new LRUCache<Asker, LRUCache<string, Answers<Answer>>>({ max });
  // The answer given last: most users of a mock ask the same again, and what was used last is still held.
  let last: { caller: Asker; operation: OperationEntry; resource: string; answer: Answer } | undefined;
  let hits = 0;
  let misses = 0;
  let bypassed = 0;

  function resourcesOf(caller: Asker): LRUCache<string, Answers<Answer>> {
    let resources = callers.get(caller);
    if (resources === undefined) {
      // A resource takes as much room as there are answers about it.
      resources = new LRUCache({ maxSize: room });
      callers.set(caller, resources);
    }
    return resources;
  }

  return {
    get(caller, operation, resource) {
      if (last?.caller === caller && last.operation === operation && last.resource === resource) {
        hits++;
        return last.answer;
      }
      const answer = callers.get(caller)?.get(resource)?.get(operation);
      if (answer === undefined) return undefined;
      hits++;
      last = { caller, operation, resource, answer };
      return answer;
    },
    set(caller, operation, resource, answer) {
      last = undefined;
      if (resource.length > longestResource) {
        bypassed++;
        return;
      }
      misses++;
      const resources = resourcesOf(caller);
      let answers = resources.get(resource);
      if (answers === undefined || answers.size >= room) answers = new Map();
      answers.set(operation, answer);
      // Put in anew: the cache takes no notice of the size of what it holds already.
      resources.delete(resource);
      resources.set(resource, answers, { size: answers.size });
    },
    bypass() {
      bypassed++;
    },
    invalidate(principalArn) {
      last = undefined;
      for (const caller of [...callers.keys()]) {
        if (caller.principal.arn === principalArn) callers.delete(caller);
      }
    },
    clear() {
      last = undefined;
      callers.clear();
    },
    get counters() {
      let size = 0;
      for (const resources of callers.values()) size += resources.calculatedSize;
      return { hits, misses, bypassed, size };
    },
  };
}

/** A cache that remembers nothing. */
export function noDecisionCache(): DecisionCache<never> {
  let bypassed = 0;
  const bypass = () => {
    bypassed++;
  };
  return {
    get: () => undefined,
    set: bypass,
    bypass,
    invalidate() {},
    clear() {},
    get counters() {
      return { hits: 0, misses: 0, bypassed, size: 0 };
    },
  };
}
