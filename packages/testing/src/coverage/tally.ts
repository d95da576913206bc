import type { StatementExamination } from '@cognito-iam/core';
import { counterName } from './coverage-data.js';

/** A counter of a policy. */
interface Cell {
  readonly policy: string;
  readonly name: string;
  count: number;
  /** What was told last. */
  told: number;
  isDue: boolean;
}

type Decided = Readonly<Record<'matched' | 'allowed' | 'denied', Cell>>;
type Asked = Readonly<Record<'met' | 'notMet', Cell>>;

/** The counters of one statement, found without putting their names together: every assertion counts several. */
export interface StatementCells {
  readonly policy: string;
  readonly index: number;
  readonly statement: Decided;
  /** By action, then by the number of the entry. */
  readonly actions: Map<string, Decided[]>;
  readonly conditions: Asked[];
}

/** Counts, and knows what has changed since it was last asked. */
export class Tally {
  readonly #statements: Map<string, StatementCells[]> = new Map();
  readonly #cells: Cell[] = [];
  #due: Cell[] = [];

  /** The counters of a statement of a policy, by its number from 0. */
  cells(policy: string, index: number): StatementCells {
    const statements = this.#statements.get(policy) ?? [];
    this.#statements.set(policy, statements);
    const known = statements[index];
    if (known !== undefined) return known;
    const statement = this.#decided(policy, index, 'statement');
    const cells = { policy, index, statement, actions: new Map(), conditions: [] };
    statements[index] = cells;
    return cells;
  }

  /** Counts what became of a statement in a decision about an action. */
  count(cells: StatementCells, examined: StatementExamination, action: string, isAllowed: boolean): void {
    const { statement, entries, matched, conditions } = examined;
    // What became of a request that a statement did not match says something of the statement only where that follows.
    const concerns = matched || (statement.effect === 'Allow') !== isAllowed;
    this.#countDecision(cells.statement, matched, concerns, isAllowed);
    let ofAction = cells.actions.get(action);
    if (ofAction === undefined) {
      ofAction = [];
      cells.actions.set(action, ofAction);
    }
    const { policy, index } = cells;
    for (const entry of entries) {
      const decision = ofAction[entry] ?? this.#decided(policy, index, `entry ${entry} ${action}`);
      ofAction[entry] = decision;
      this.#countDecision(decision, matched, concerns, isAllowed);
    }
    for (const [number, met] of conditions.entries()) {
      const asked = cells.conditions[number] ?? {
        met: this.#cell(policy, counterName(index, `condition ${number}`, 'met')),
        notMet: this.#cell(policy, counterName(index, `condition ${number}`, 'notMet')),
      };
      cells.conditions[number] = asked;
      this.#add(met ? asked.met : asked.notMet);
    }
  }

  /** The counters that have changed since it was last asked, by policy and name, as they are now. */
  takeChanges(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    const changes: Record<string, Record<string, number>> = Object.create(null);
    for (const due of this.#due) {
      due.isDue = false;
      due.told = due.count;
      const ofPolicy = changes[due.policy] ?? {};
      changes[due.policy] = ofPolicy;
      ofPolicy[due.name] = due.count;
    }
    this.#due = [];
    return changes;
  }

  /** Forgets all that it has told of. */
  restart(): void {
    for (const one of this.#cells) {
      one.count -= one.told;
      one.told = 0;
    }
  }

  #countDecision(decision: Decided, matched: boolean, concerns: boolean, isAllowed: boolean): void {
    if (matched) this.#add(decision.matched);
    if (concerns) this.#add(isAllowed ? decision.allowed : decision.denied);
  }

  #add(one: Cell): void {
    one.count++;
    if (one.isDue) return;
    one.isDue = true;
    this.#due.push(one);
  }

  #decided(policy: string, index: number, part: 'statement' | `entry ${number} ${string}`): Decided {
    const of = (what: keyof Decided): Cell => this.#cell(policy, counterName(index, part, what));
    return { matched: of('matched'), allowed: of('allowed'), denied: of('denied') };
  }

  #cell(policy: string, name: string): Cell {
    const cell = { policy, name, count: 0, told: 0, isDue: false };
    this.#cells.push(cell);
    return cell;
  }
}
