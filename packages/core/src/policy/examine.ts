import { actionMatcher } from './action-pattern.js';
import { compileCondition } from './condition.js';
import { ConditionKeys } from './keys.js';
import { foldCase } from './letter-case.js';
import type { PolicySet } from './policy-set.js';
import { type Predicate, Query } from './query.js';
import { RecentMap } from './recent-map.js';
import { compileResources, type ResourceElement } from './resource-element.js';
import { standingOf } from './standing.js';
import type { AuthorizationRequest, MatchedStatement } from './types.js';

/** What became of a statement that names the action of a request, element by element. */
export interface StatementExamination {
  readonly statement: MatchedStatement;
  /** Its number among all statements of the set, from 0, in the order in which `explain` lists them. */
  readonly place: number;
  /** The entries of `Action` or `NotAction` that are like the action, by number from 0; ascending. */
  readonly entries: readonly number[];
  /** Whether the whole of it matched. */
  readonly matched: boolean;
  /**
   * Whether each condition holds by itself: one for each operator and key, in the order of the document. Empty where
   * the action or the resource does not match, and conditions so change nothing.
   */
  readonly conditions: readonly boolean[];
}

interface Named {
  readonly statement: MatchedStatement;
  readonly place: number;
  readonly entries: readonly number[];
  /** Absent where a `NotAction` excepts the action. */
  readonly covering: Compiled | undefined;
}

interface Compiled {
  readonly resource: ResourceElement;
  readonly conditions: readonly Predicate[];
  readonly slots: readonly number[];
}

/** How many actions of a set are kept, each with the statements that name it. */
const mostActions = 512;

const examinations: WeakMap<PolicySet, Examination> = new WeakMap();
const noConditions: readonly boolean[] = [];

/**
 * Examines every statement whose action element names the action of a request, whatever the decision: each condition
 * is asked, also where another does not hold. Policies that do not apply to the principal are left out. Total; for
 * tools that count what requests exercise. What a set needs for it is made once and goes with the set.
 */
export function examine(policies: PolicySet, request: AuthorizationRequest): readonly StatementExamination[] {
  try {
    let examination = examinations.get(policies);
    if (examination === undefined) {
      examination = new Examination(policies);
      examinations.set(policies, examination);
    }
    return examination.of(request);
  } catch {
    // As `evaluate` denies what cannot be read: no statement has a part in that.
    return [];
  }
}

class Examination {
  readonly #policies: PolicySet['policies'];
  readonly #keys: ConditionKeys;
  readonly #compiled: (Compiled | undefined)[] = [];
  readonly #naming: RecentMap<readonly Named[]> = new RecentMap(mostActions);

  constructor({ policies }: PolicySet) {
    this.#policies = policies;
    this.#keys = new ConditionKeys(policies.constants);
  }

  of({ action, resource, principal, context }: AuthorizationRequest): readonly StatementExamination[] {
    const standing = standingOf(principal);
    const found: StatementExamination[] = [];
    // First, so that every key that the statements read has its slot.
    const naming = this.#statementsNaming(foldCase(action));
    const query = new Query(resource, this.#keys, context);
    for (const { statement, place, entries, covering } of naming) {
      if (!standing[statement.policyType]) continue;
      if (covering === undefined) {
        found.push({ statement, place, entries, matched: false, conditions: noConditions });
        continue;
      }
      query.read(covering.slots);
      const fits = covering.resource.matches(query) ?? covering.resource.open?.(query) ?? false;
      const conditions = fits ? covering.conditions.map((holds) => holds(query)) : noConditions;
      found.push({ statement, place, entries, matched: fits && conditions.every(Boolean), conditions });
    }
    return found;
  }

  #statementsNaming(action: string): readonly Named[] {
    let naming = this.#naming.get(action);
    if (naming === undefined) {
      naming = this.#policies.statements.flatMap((statement, place) => {
        const { entries, negated } = statement.action;
        const like = entries.flatMap((entry, index) => (actionMatcher(entry)(action) ? index : []));
        const covers = like.length > 0 !== negated;
        if (!covers && like.length === 0) return [];
        const covering = covers ? this.#compile(place) : undefined;
        return { statement: statement.reported, place, entries: like, covering };
      });
      this.#naming.set(action, naming);
    }
    return naming;
  }

  #compile(place: number): Compiled | undefined {
    const known = this.#compiled[place];
    const statement = this.#policies.statements[place];
    if (known !== undefined || statement === undefined) return known;
    const keys = this.#keys;
    keys.takeReads();
    const resource = compileResources(statement, keys);
    const conditions = statement.conditions.map((one) => compileCondition(one, statement.variables, keys));
    const compiled = { resource, conditions, slots: keys.takeReads() };
    this.#compiled[place] = compiled;
    return compiled;
  }
}
