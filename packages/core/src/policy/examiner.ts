import { ConditionKeys } from './keys.js';
import { findMismatches, type MismatchFinder } from './mismatch.js';
import { actionLikeness } from './nearest-miss.js';
import type { PolicyStatements } from './policy-statements.js';
import { RecentMap } from './recent-map.js';
import { coversAction, type Statement } from './statement.js';
import { keysOf } from './statement-keys.js';

/** Statements to examine for an action. */
export interface Concerned {
  /** The Allow statements that cover the action. */
  readonly covering: readonly number[];
  /** Of the other Allow statements of each layer, those whose actions are written most like the one asked. */
  readonly alike: readonly number[];
  /** The keys that statements covering the action can read, as the policies spell them, and the slots of their values. */
  readonly keys: readonly string[];
  readonly slots: readonly number[];
}

/**
 * How many statements about other actions are examined for each layer. The nearest of these is found among the first few by
 * its action, as long as one of them fits the request otherwise; to examine all would let those about other services, of
 * which there may be thousands, cost every denial of this one.
 */
const mostAlike = 32;

/** How much is kept of what concerns actions, for small sets, and for each statement of larger ones. */
const leastRoom = 2048;
const roomPerStatement = 8;

/**
 * The statements of a policy set, to be asked why a request was denied. Each is compiled, element by element, when it is
 * first examined, and the statements that concern an action are listed when it is first denied.
 */
export class Examiner {
  readonly keys: ConditionKeys;
  readonly #policies: PolicyStatements;
  readonly #finders: (MismatchFinder | undefined)[];
  readonly #concerned: RecentMap<Concerned>;

  constructor(policies: PolicyStatements) {
    const { length } = policies.statements;
    this.#policies = policies;
    this.keys = new ConditionKeys(policies.constants);
    this.#finders = new Array<undefined>(length).fill(undefined);
    const room = Math.max(leastRoom, length * roomPerStatement);
    this.#concerned = new RecentMap(
      room,
      ({ covering, alike, keys }) => covering.length + alike.length + 2 * keys.length + 1,
    );
  }

  /** What concerns an action, which is in lower case. */
  concerning(action: string): Concerned {
    let concerned = this.#concerned.get(action);
    if (concerned === undefined) {
      const listed = listConcerned(this.#policies.statements, action);
      concerned = { ...listed, slots: listed.keys.map((key) => this.keys.slot(key)) };
      this.#concerned.set(action, concerned);
    }
    return concerned;
  }

  /** Finds what does not match of the statement at a place. */
  finder(place: number, statement: Statement): MismatchFinder {
    let finder = this.#finders[place];
    if (finder === undefined) {
      finder = findMismatches(statement, this.keys);
      this.#finders[place] = finder;
    }
    return finder;
  }

  /** How much is kept of what concerns actions: places of statements, and keys. */
  get size(): number {
    return this.#concerned.size;
  }

  /** How many statements have been compiled. */
  get compiled(): number {
    return this.#finders.filter((finder) => finder !== undefined).length;
  }
}

function listConcerned(statements: readonly Statement[], action: string): Omit<Concerned, 'slots'> {
  const concerned: Statement[] = [];
  const covering: number[] = [];
  const layers = new Map<string, { readonly place: number; readonly likeness: number }[]>();
  for (const [place, statement] of statements.entries()) {
    const { effect, policyType } = statement;
    if (coversAction(statement, action)) {
      concerned.push(statement);
      if (effect === 'Allow') covering.push(place);
    } else if (effect === 'Allow') {
      const layer = `${policyType} ${statement.level}`;
      const likeness = actionLikeness(statement.action.entries, action);
      const others = layers.get(layer);
      if (others === undefined) layers.set(layer, [{ place, likeness }]);
      else others.push({ place, likeness });
    }
  }
  const alike: number[] = [];
  for (const others of layers.values()) {
    // Of equals the first comes first, here as there.
    others.sort((one, other) => other.likeness - one.likeness);
    for (const { place } of others.slice(0, mostAlike)) alike.push(place);
  }
  return { covering, alike: alike.sort((one, other) => one - other), keys: keysOf(concerned) };
}
