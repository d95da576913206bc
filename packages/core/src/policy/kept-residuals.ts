import type { ActionPlan } from './action-plan.js';
import type { OpenRule } from './open-rule.js';
import type { Layer, Residual } from './residual.js';
import { sharedText } from './shared-text.js';
import type { Standing } from './standing.js';
import { TextTable } from './text-table.js';
import { type Keeper, Turns } from './turns.js';

/** For how many resources and actions something is kept, and how many statements in all of what is. */
const mostKept = 256;
const mostStatements = 2048;
/** How many residuals are looked through for one that is the same. */
const mostShared = 64;

const noneShared: readonly Residual[] = [];

/** The policy sets that keep anything, of all there are. */
const turns = new Turns(1024);

/**
 * What is left of plans for the resources in daily use. Many resources leave the same, which is kept once: then a resource
 * takes little more than its text. However many resources clients make up, there is an end to what is kept, and
 * however many principals there are, only the sets of those who are active keep anything.
 */
export class KeptResiduals implements Keeper {
  #byResource: TextTable<Residual> | undefined;
  #shared: readonly Residual[] = noneShared;
  #statements = 0;
  #used = false;

  get(plan: ActionPlan, resource: string, standing: Standing): Residual | undefined {
    const known = this.#byResource?.get(resource, plan.number);
    if (known === undefined || known.standing !== standing) return undefined;
    this.#used = true;
    return known;
  }

  /** Forgets the others where there is no room for it; one that is too large by itself is not kept. */
  add(resource: string, residual: Residual): void {
    if (residual.size > mostStatements) return;
    const kept = this.#shared.find((one) => isSame(one, residual)) ?? this.#share(residual);
    if (this.#byResource === undefined) turns.take(this);
    this.#byResource ??= new TextTable(4, mostKept);
    this.#byResource.set(sharedText(resource), kept, residual.number);
  }

  takeUse(): boolean {
    const used = this.#used;
    this.#used = false;
    return used;
  }

  forget(): void {
    this.#byResource = undefined;
    this.#shared = noneShared;
    this.#statements = 0;
  }

  #share(residual: Residual): Residual {
    if (this.#statements + residual.size + 1 > mostStatements) {
      this.#byResource = this.#byResource && new TextTable(4, mostKept);
      this.#shared = noneShared;
      this.#statements = 0;
    }
    this.#statements += residual.size + 1;
    const kept = compact(residual);
    if (this.#shared.length < mostShared) this.#shared = [...this.#shared, kept];
    return kept;
  }
}

function isSame(one: Residual, other: Residual): boolean {
  if (one.number !== other.number || one.standing !== other.standing || one.settled !== other.settled)
    return false;
  if (one.settled !== undefined) return true;
  if (one.layers.length !== other.layers.length || !areSame(one.denies, other.denies)) return false;
  return one.layers.every(({ rules }, index) => areSame(rules, other.layers[index]?.rules ?? []));
}

function areSame(some: readonly OpenRule[], others: readonly OpenRule[]): boolean {
  return some.length === others.length && some.every((rule, index) => rule === others[index]);
}

const noRules: readonly OpenRule[] = [];
const noLayers: readonly Layer[] = [];

/** Copies are as long as they need to be; lists that have grown keep room for more. */
function compact({ rules, number, standing, denies, layers, size, settled }: Residual): Residual {
  const isOpen = settled === undefined;
  return {
    rules,
    number,
    standing,
    denies: isOpen && denies.length > 0 ? denies.slice() : noRules,
    layers: isOpen ? layers.map(compactLayer) : noLayers,
    size,
    settled,
  };
}

function compactLayer({ rules, refusal }: Layer): Layer {
  return { rules: rules.slice(), refusal };
}
