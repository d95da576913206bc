import { Conclusions } from './conclusion.js';
import { ConditionKeys } from './keys.js';
import type { PolicyStatements } from './policy-statements.js';
import { compileRule, type Rule } from './rule.js';
import { coversAction } from './statement.js';

/**
 * The statements of a policy set as rules. Each is compiled when an action that it covers is first asked about, once for
 * all actions: the closures of a statement take more room than its text.
 */
export class Rules {
  readonly keys: ConditionKeys;
  readonly allowed: Conclusions = new Conclusions('allowed');
  readonly denied: Conclusions = new Conclusions('explicitDeny');
  readonly #policies: PolicyStatements;
  /** By the statement's place; `null` where it can never apply. */
  readonly #compiled: (Rule | null | undefined)[];

  constructor(policies: PolicyStatements) {
    this.#policies = policies;
    this.keys = new ConditionKeys(policies.constants);
    this.#compiled = new Array<undefined>(policies.statements.length).fill(undefined);
  }

  /** Tells of the rules that cover an action, which is in lower case, with the levels of their policies, in order. */
  covering(action: string, found: (rule: Rule, level: number) => void): void {
    for (const [place, statement] of this.#policies.statements.entries()) {
      if (!coversAction(statement, action)) continue;
      let rule = this.#compiled[place];
      if (rule === undefined) {
        rule = compileRule(statement, place, this.keys) ?? null;
        this.#compiled[place] = rule;
      }
      if (rule !== null) found(rule, statement.level);
    }
  }
}
