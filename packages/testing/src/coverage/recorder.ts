import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { resolve } from 'node:path';
import {
  isProblem,
  type NamedPrincipal,
  type PlacedPolicy,
  policiesOfPrincipal,
  principalByName,
} from '@cognito-iam/account';
import {
  type AuthorizationRequest,
  type Decision,
  type Directory,
  type EvaluationEvent,
  evaluationChannelName,
  examine,
  explain,
  type PolicyDocument,
  type PolicySet,
} from '@cognito-iam/core';
import type { LoadedAccount } from '../account/account-source.js';
import { describePolicy } from './describe-policy.js';
import { appendRecord, hasRecord, keepText, prepareFolder, type RecordLine } from './record-file.js';
import { type StatementCells, Tally } from './tally.js';

/** A statement of a policy set, as it is counted; `undefined` for policies that are not the account's own. */
type CountedStatement = StatementCells | undefined;

/**
 * Counts what the decisions of this process exercise, and writes it to a file of its own in a folder, at the end of
 * each turn in which something was decided: so nothing is lost when a test runner stops the process.
 */
export class CoverageRecorder {
  readonly #folder: string;
  readonly #process: string = randomUUID();
  readonly #accounts: WeakMap<Directory, LoadedAccount> = new WeakMap();
  readonly #statements: WeakMap<PolicySet, readonly CountedStatement[]> = new WeakMap();
  readonly #described: WeakMap<PolicyDocument, Map<string, string>> = new WeakMap();
  readonly #policies: Set<string> = new Set();
  readonly #uses: Set<string> = new Set();
  readonly #tally: Tally = new Tally();
  /** What is known of policies, in the order in which it was written. */
  readonly #known: RecordLine[] = [];
  readonly #texts: Map<string, string> = new Map();
  #lines: RecordLine[] = [];
  #hasWritten = false;
  #isDue = false;

  /** Throws a `TestKitError` where there can be no such folder. */
  constructor(folder: string) {
    this.#folder = resolve(folder);
    prepareFolder(this.#folder);
    subscribe(evaluationChannelName, (message) => {
      if (isEvaluation(message)) this.#hear(message);
    });
  }

  /** Takes note of every policy of an account that a role or user has: one that nobody asks about is to be seen too. */
  register(account: LoadedAccount): void {
    this.#accounts.set(account.directory, account);
    const { roles, users } = account.directory;
    for (const entry of [...roles, ...users]) {
      for (const placed of policiesOfPrincipal(account, entry))
        this.#describe(account, placed, `${entry.kind}/${entry.name}`);
    }
  }

  /** Counts a decision about somebody of a registered account. */
  record(
    account: LoadedAccount,
    named: NamedPrincipal,
    policies: PolicySet,
    request: AuthorizationRequest,
    decision: Decision,
  ): void {
    let statements = this.#statements.get(policies);
    if (statements === undefined) {
      statements = this.#countedStatements(account, named, policies, request);
      this.#statements.set(policies, statements);
    }
    this.#countDecision(statements, policies, request, decision);
  }

  #countDecision(
    statements: readonly CountedStatement[],
    policies: PolicySet,
    request: AuthorizationRequest,
    { decision }: Decision,
  ): void {
    for (const examined of examine(policies, request)) {
      const cells = statements[examined.place];
      if (cells === undefined) continue;
      this.#tally.count(cells, examined, request.action, decision === 'allowed');
      this.#soon();
    }
  }

  #hear({ directory, principal, policies, request, decision }: EvaluationEvent): void {
    const account = this.#accounts.get(directory);
    if (account === undefined) return;
    const known = this.#statements.get(policies);
    if (known !== undefined) {
      this.#countDecision(known, policies, request, decision);
      return;
    }
    const named = principalByName(account, principal.arn, 0);
    if (!isProblem(named)) this.record(account, named, policies, request, decision);
  }

  /** Finds the statements of a set by what decisions report: a token may bring policies of its own. */
  #countedStatements(
    account: LoadedAccount,
    { name, policies: placed }: NamedPrincipal,
    policies: PolicySet,
    request: AuthorizationRequest,
  ): readonly CountedStatement[] {
    const known = new Map<string, CountedStatement[]>();
    for (const one of placed) {
      const policy = this.#describe(account, one, name);
      for (const index of [one.policy.document.Statement].flat().keys()) {
        const key = JSON.stringify([one.policyType, one.level, one.policy.name, one.policy.arn, index]);
        const list = known.get(key) ?? [];
        list.push(policy === undefined ? undefined : this.#tally.cells(policy, index));
        known.set(key, list);
      }
    }
    return explain(policies, request).statements.map(({ policyType, level = 0, policy, policyArn, index }) =>
      known.get(JSON.stringify([policyType, level, policy, policyArn, index]))?.shift(),
    );
  }

  /** Gives the id of a policy, and makes a note of one that is new; `undefined` for those that are AWS's. */
  #describe(account: LoadedAccount, placed: PlacedPolicy, holder: string): string | undefined {
    if (placed.policy.arn?.includes(':iam::aws:policy/') === true) return undefined;
    const { document } = placed.policy;
    const known = this.#described.get(document) ?? new Map<string, string>();
    this.#described.set(document, known);
    let id = known.get(holder);
    if (id === undefined) {
      const { policy, text } = describePolicy(placed, holder, account.folder ?? process.cwd());
      id = policy.id;
      known.set(holder, id);
      if (!this.#policies.has(id)) {
        this.#policies.add(id);
        if (policy.source.kind === 'file') this.#texts.set(policy.source.text, text ?? '');
        this.#write({ policy });
      }
    }
    const { policyType } = placed;
    const use = `${id} ${holder} ${policyType}`;
    if (!this.#uses.has(use)) {
      this.#uses.add(use);
      this.#write({ use: { holder, policyType }, of: id });
    }
    return id;
  }

  #write(line: RecordLine): void {
    this.#known.push(line);
    this.#lines.push(line);
    this.#soon();
  }

  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    // No timer: test runners have fake ones.
    void Promise.resolve().then(() => this.#flush());
  }

  #flush(): void {
    this.#isDue = false;
    // Somebody has cleared the folder, so that another run has begun: its record starts anew.
    const isNewRun = this.#hasWritten && !hasRecord(this.#folder, this.#process);
    if (isNewRun) this.#tally.restart();
    const lines = isNewRun ? [...this.#known] : this.#lines;
    this.#lines = [];
    if (lines.length > 0) for (const [hash, text] of this.#texts) keepText(this.#folder, hash, text);
    const counts = this.#tally.takeChanges();
    if (Object.keys(counts).length > 0) lines.push({ counts });
    appendRecord(this.#folder, this.#process, lines);
    this.#hasWritten = true;
  }
}

function isEvaluation(message: unknown): message is EvaluationEvent {
  return typeof message === 'object' && message !== null && 'policies' in message && 'directory' in message;
}

const recorders: Map<string, CoverageRecorder> = new Map();

/** The recorder of this process that writes to the folder. */
export function coverageRecorder(folder: string): CoverageRecorder {
  const recorder = recorders.get(folder) ?? new CoverageRecorder(folder);
  recorders.set(folder, recorder);
  return recorder;
}
