import type { ActionPlan } from './action-plan.js';
import type { Rule } from './rule.js';
import { RuleList } from './rule-list.js';

/** For how many actions plans are kept in a generation. A longer name is no action's. */
const mostPlans = 512;
const longestAction = 256;
/** How much all lists of a generation may hold, for small sets, and for each statement of larger ones. */
const leastRoom = 2048;
const roomPerStatement = 8;

interface Generation {
  readonly plans: Map<string, ActionPlan>;
  /** Every list of these plans: few, as most actions share one. */
  lists: readonly RuleList[];
  size: number;
}

const noRules = new RuleList([]);

const newGeneration = (): Generation => ({ plans: new Map(), lists: [], size: 0 });

/**
 * The plans of the actions in daily use, in two generations like those of a `RecentMap`. What plans hold is their lists of
 * rules: those that hold the same rules are one list, however many actions they are for, and all together there is an end
 * to them. So a flood of made-up actions leaves no more behind than a multiple of the statements.
 */
export class KeptPlans {
  readonly #room: number;
  #young: Generation = newGeneration();
  #old: Generation | undefined;

  /** For a set of so many statements. */
  constructor(statements: number) {
    this.#room = Math.max(leastRoom, statements * roomPerStatement);
  }

  /** How much is kept: each list counts with its rules and what is listed in its index. */
  get size(): number {
    return this.#young.size + (this.#old?.size ?? 0);
  }

  get(action: string): ActionPlan | undefined {
    const young = this.#young.plans.get(action);
    if (young !== undefined) return young;
    const old = this.#old?.plans.get(action);
    if (old !== undefined) this.add(action, old);
    return old;
  }

  add(action: string, plan: ActionPlan): void {
    if (action.length > longestAction) return;
    const { plans, size } = this.#young;
    if (plans.size >= mostPlans || (plans.size > 0 && size + sizeOf(this.#added(plan)) > this.#room)) {
      this.#old = this.#young;
      this.#young = newGeneration();
    }
    const added = this.#added(plan);
    if (added.length > 0) this.#young.lists = [...this.#young.lists, ...added];
    this.#young.size += sizeOf(added);
    this.#young.plans.set(action, plan);
  }

  /** A list of these rules: one that is kept, if there is one. */
  listOf(rules: readonly Rule[]): RuleList {
    if (rules.length === 0) return noRules;
    const fingerprint = fingerprintOf(rules);
    const isSame = (list: RuleList) => list.fingerprint === fingerprint && list.holds(rules);
    const kept = this.#young.lists.find(isSame) ?? this.#old?.lists.find(isSame);
    // A copy is as long as it needs to be; a list that has grown keeps room for more.
    return kept ?? new RuleList(rules.slice(), fingerprint);
  }

  /** The lists that a plan adds to the young generation. */
  #added({ denies, layers }: ActionPlan): readonly RuleList[] {
    const lists = new Set([denies, ...layers.map(({ rules }) => rules)]);
    return [...lists].filter((list) => !this.#young.lists.includes(list));
  }
}

function sizeOf(lists: readonly RuleList[]): number {
  return lists.reduce((sum, { size }) => sum + size, 0);
}

/** Lists with different ones are different; those with the same need not be equal. */
function fingerprintOf(rules: readonly Rule[]): number {
  let print = rules.length;
  for (const { place } of rules) print = Math.imul(print ^ place, 0x01000193) ^ (print >>> 15);
  return print;
}
