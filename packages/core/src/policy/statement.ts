import { actionMatcher } from './action-pattern.js';
import type { Condition } from './condition.js';
import { sharedActions, sharedConditions } from './shared-elements.js';
import type { EntryList, StatementElements } from './statement-elements.js';
import type { MatchedStatement, PolicyType } from './types.js';

/** What the statements of a policy have in common. */
export interface StatementPolicy {
  readonly type: PolicyType;
  readonly name: string;
  readonly arn: string | undefined;
  /** Level of a service or resource control policy, from the root; 0 for other types. */
  readonly level: number;
  /** Whether its version has policy variables. */
  readonly variables: boolean;
  /** Whether its document has a list of statements, though it be of one. */
  readonly hasList: boolean;
}

/**
 * A statement that has been read and found valid. Of many principals few are active, so it takes little room: what
 * others have too is shared, and what can be put together of the rest is, whenever somebody asks.
 */
export class Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly action: EntryList;
  readonly conditions: readonly Condition[];
  readonly #policy: StatementPolicy;
  readonly #index: number;
  readonly #sid: string | undefined;
  readonly #resources: string | readonly string[];
  readonly #notResource: boolean;

  /** The statement at a place of its document. */
  constructor(policy: StatementPolicy, index: number, elements: Omit<StatementElements, 'pointer'>) {
    const { sid, effect, action, resource, conditions } = elements;
    const [only] = resource.entries;
    this.effect = effect;
    this.action = sharedActions(action);
    this.conditions = sharedConditions(conditions);
    this.#policy = policy;
    this.#index = index;
    this.#sid = sid;
    this.#resources = only !== undefined && resource.entries.length === 1 ? only : resource.entries;
    this.#notResource = resource.negated;
  }

  get policyType(): PolicyType {
    return this.#policy.type;
  }

  /** Level of a service or resource control policy, from the root; 0 for other types. */
  get level(): number {
    return this.#policy.level;
  }

  /** Whether its policy's version has policy variables. */
  get variables(): boolean {
    return this.#policy.variables;
  }

  get resource(): EntryList {
    const resources = this.#resources;
    const entries = typeof resources === 'string' ? Object.freeze([resources]) : resources;
    return { entries, negated: this.#notResource };
  }

  /** JSON Pointer to the statement in its document. */
  get pointer(): string {
    return this.#policy.hasList ? `/Statement/${this.#index}` : '/Statement';
  }

  /** How decisions report it. Another object each time: who needs one and the same keeps it. */
  get reported(): MatchedStatement {
    const { type, name, arn } = this.#policy;
    return Object.freeze({
      policyType: type,
      policy: name,
      ...(arn === undefined ? {} : { policyArn: arn }),
      index: this.#index,
      ...(this.#sid === undefined ? {} : { sid: this.#sid }),
      effect: this.effect,
    });
  }
}

/** Whether a statement's action element covers an action, which is in lower case. */
export function coversAction({ action: { entries, negated } }: Statement, action: string): boolean {
  for (const entry of entries) if (actionMatcher(entry)(action)) return !negated;
  return negated;
}
