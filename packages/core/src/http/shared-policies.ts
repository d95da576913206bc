import { LRUCache } from 'lru-cache';
import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Caller } from '../cognito/principal.js';
import {
  type ConditionContext,
  principalContext,
  type Surroundings,
  variesByToken,
} from '../cognito/request-context.js';
import { toKeyValue } from '../policy/context.js';
import { bindContext, type ContextValue, type PolicySet } from '../policy/index.js';
import { foldCase } from '../policy/letter-case.js';
import { keyNamesRead } from '../policy/policy-set.js';
import type { Asker } from './decision-cache.js';

/** What a caller is to its policies. */
export interface KnownCaller {
  /** Mostly the same object for callers with the same policies who differ in nothing but when their tokens were issued. */
  readonly asker: Asker;
  /** The keys that tokens of one principal differ in, where the policies read them; `undefined` where they do not. */
  readonly own: ConditionContext | undefined;
  /** What the policies read of the principal, and which policies they are; empty where they read nothing of it. */
  readonly values: string;
}

/** Policies with all bound to them that stays the same for a principal. */
export interface BoundPolicies {
  readonly policies: PolicySet;
  /** For each operation, whether its decision depends on what the request or the token alone says. */
  readonly varying: Map<OperationEntry, boolean>;
}

/** The policies of callers, bound once for all who would bind the same. */
export interface SharedPolicies {
  /** The same object for the same caller. */
  know(caller: Caller): KnownCaller;
  /** A caller's policies, bound; `known` is what {@link know} gave for it. */
  policiesOf(caller: Caller, known: Pick<KnownCaller, 'values'>): BoundPolicies;
  /** How many statements the bound sets that are kept have in all. */
  readonly size: number;
}

/**
 * The statements of all bound sets that are kept: of those that bind nothing there is one for a role or user. What a
 * set keeps grows with its statements, so that this is an end to what many principals keep.
 */
const mostStatements = 32_768;
/** The characters of all texts that askers are found by. */
const mostText = 2 ** 22;

interface Source {
  /** Tells the set from all others. */
  readonly number: number;
  /** For callers of whom the policies read nothing. */
  readonly unbound: BoundPolicies;
}

/**
 * Shares bound policies. Of what stays the same for a caller only the keys that its policies read are bound, so callers with
 * equal values of these share one set with all that it remembers. What differs from token to token, the time of issue, is
 * not bound: a policy that reads it is asked each time.
 */
export function sharedPolicies(surroundings: Surroundings, limit: number = mostStatements): SharedPolicies {
  const sources = new WeakMap<PolicySet, Source>();
  let numbered = 0;
  const known = new WeakMap<Caller, KnownCaller>();
  const askers = new LRUCache<string, Asker>({ maxSize: mostText });
  const bound = new LRUCache<string, BoundPolicies>({ maxSize: limit });

  function sourceOf(policies: PolicySet): Source {
    let source = sources.get(policies);
    if (source === undefined) {
      source = { number: ++numbered, unbound: { policies, varying: new Map() } };
      sources.set(policies, source);
    }
    return source;
  }

  function read({ principal, policies }: Caller): KnownCaller {
    const names = keyNamesRead(policies);
    const all: [string, unknown][] = [];
    let own: Record<string, ContextValue> | undefined;
    for (const [key, value] of Object.entries(principalContext(principal, surroundings))) {
      const name = foldCase(key);
      if (!variesByToken(name)) all.push([key, toKeyValue(value) ?? null]);
      else if (names.has(name)) own = { ...own, [key]: value };
    }
    const { number } = sourceOf(policies);
    const bindable = all.filter(([key]) => names.has(foldCase(key)));
    const values = bindable.length === 0 ? '' : `${number} ${JSON.stringify(bindable)}`;
    // Users who differ in what no policy reads have room of their own in the decision cache nevertheless.
    const { arn, roleArn } = principal;
    return { asker: askerOf(arn, JSON.stringify([number, arn, roleArn ?? null, all])), own, values };
  }

  function askerOf(arn: string, text: string): Asker {
    let asker = askers.get(text);
    if (asker === undefined) {
      asker = { principal: { arn } };
      askers.set(text, asker, { size: text.length });
    }
    return asker;
  }

  return {
    know(caller) {
      let found = known.get(caller);
      if (found === undefined) {
        found = read(caller);
        known.set(caller, found);
      }
      return found;
    },
    policiesOf({ principal, policies }, { values }) {
      if (values === '') return sourceOf(policies).unbound;
      let shared = bound.get(values);
      if (shared === undefined) {
        const constants = Object.entries(principalContext(principal, surroundings)).filter(
          ([key]) => !variesByToken(foldCase(key)),
        );
        shared = { policies: bindContext(policies, Object.fromEntries(constants)), varying: new Map() };
        // The one in use is kept, however large it is.
        bound.set(values, shared, { size: Math.min(limit, policies.size + 1) });
      }
      return shared;
    },
    get size() {
      return bound.calculatedSize;
    },
  };
}
