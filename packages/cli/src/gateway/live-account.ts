import { isDeepStrictEqual } from 'node:util';
import { type Account, AccountError, formatFinding } from '@cognito-iam/account';
import { type Authorizer, ConfigurationError, type IssuerOptions, PolicyError } from '@cognito-iam/core';
import { UserError } from '../user-error.js';
import { counted } from '../counted.js';
import { authorizerChanges } from './authorizer-changes.js';
import { modeText } from './mode-text.js';
import type { LocalPool } from './pools.js';
import { type Refresher, refresher } from './refresher.js';
import type { Report } from './report.js';
import { changedStartSettings } from './start-settings.js';

/** What a {@link LiveAccount} goes by. */
export interface LiveAccountOptions {
  /** The account as it was read at start-up. */
  readonly account: Account;
  /** Reads the account anew; `undefined` where nothing is known of pools. Rejects with an `AccountError` or another error for the user. */
  readonly load: (pools: readonly LocalPool[] | undefined) => Promise<Account>;
  readonly authorizer: Authorizer;
  /** The user pools of the upstream; rejects where they cannot be had. */
  readonly listPools: () => Promise<readonly LocalPool[]>;
  /** Whose tokens are believed. */
  readonly issuers: (account: Account, pools: readonly LocalPool[]) => Promise<readonly IssuerOptions[]>;
  readonly report: Report;
  /** Hears which files count from now on, each with its state from before it was read. */
  readonly follow: (states: ReadonlyMap<string, string>) => void;
  /** Hears of files that count as well, since the mend may be in one that was not read before. */
  readonly followAlso: (states: ReadonlyMap<string, string>) => void;
}

/** The account and the user pools as they are now. What cannot be used changes nothing. */
export class LiveAccount {
  readonly #options: LiveAccountOptions;
  readonly #refresher: Refresher;
  #issuers: readonly IssuerOptions[] | undefined;
  #dirtyPools = true;
  #dirtyFiles = false;
  account: Account;
  pools: readonly LocalPool[] = [];
  /** Why the last reading changed nothing; `undefined` where it did. */
  reloadProblem: string | undefined;
  /** Why the user pools are not known. */
  poolsProblem: string | undefined;
  /** When the account last changed. */
  loadedAt: Date = new Date();

  constructor(options: LiveAccountOptions) {
    this.#options = options;
    this.account = options.account;
    this.#refresher = refresher(() => this.#refresh());
  }

  /** A run that is under way: requests that come now may be about what it will find. */
  get pending(): Promise<void> | undefined {
    return this.#refresher.pending;
  }

  /** The first time: what cannot be used rejects, with an error for the user. User pools may come to be known later. */
  async begin(): Promise<void> {
    const pools = await this.#newPools();
    const before = this.account;
    const known = this.#knownOf(pools);
    const again = known !== undefined && before.userPools.length > 0;
    await this.#take(again ? await this.#options.load(known) : before, pools);
    this.#tellFindings(this.account, before);
  }

  /** Members of the configuration that have changed since the start, and count from the next one on. */
  get waitingForStart(): readonly string[] {
    return changedStartSettings(this.#options.account.config, this.account.config);
  }

  /** Looks at the user pools again. Never rejects. */
  refreshPools(): Promise<void> {
    this.#dirtyPools = true;
    return this.#refresher.refresh();
  }

  /** Reads the files again. Never rejects. */
  refreshFiles(): Promise<void> {
    this.#dirtyFiles = true;
    return this.#refresher.refresh();
  }

  /** Whether the user pools matter: issuers follow from them, or pools of templates are theirs. */
  get #needsPools(): boolean {
    return this.account.config.issuers === undefined || this.account.userPools.length > 0;
  }

  async #refresh(): Promise<void> {
    const { report, load, followAlso } = this.#options;
    const before = this.account;
    const readFiles = this.#dirtyFiles;
    this.#dirtyFiles = false;
    const pools = await this.#newPools();
    const otherPools = !isDeepStrictEqual(pools, this.pools);
    const read = readFiles || (otherPools && this.account.userPools.length > 0);
    try {
      const account = read ? await load(this.#knownOf(pools)) : before;
      if (read) followAlso(account.fileStates);
      await this.#take(account, pools);
      this.reloadProblem = undefined;
      // Files that had changed may have been read for the sake of the pools.
      const isNews = !isDeepStrictEqual(account.fileStates, before.fileStates);
      if (readFiles || isNews) this.#tellReload(account, before);
      this.#tellFindings(account, before);
    } catch (error) {
      this.reloadProblem = messageFor(error);
      report({
        level: 'error',
        event: 'reload',
        message: `${this.reloadProblem}\nnothing has changed: what was loaded before stays in force`,
      });
      if (error instanceof AccountError) followAlso(error.fileStates);
    }
  }

  async #newPools(): Promise<readonly LocalPool[]> {
    if (!this.#dirtyPools || !this.#needsPools) return this.pools;
    this.#dirtyPools = false;
    try {
      const pools = await this.#options.listPools();
      this.poolsProblem = undefined;
      return pools;
    } catch (error) {
      this.#dirtyPools = true;
      this.poolsProblem = error instanceof Error ? error.message : String(error);
      const message = `the user pools are not known: ${this.poolsProblem}`;
      this.#options.report({ level: 'warn', event: 'pools', message });
      return this.pools;
    }
  }

  /** `undefined` where none has been told and it is not known whether there are any: nobody is warned then. */
  #knownOf(pools: readonly LocalPool[]): readonly LocalPool[] | undefined {
    return pools.length === 0 && this.poolsProblem !== undefined ? undefined : pools;
  }

  /** All of it or, where it throws, nothing. */
  async #take(account: Account, pools: readonly LocalPool[]): Promise<void> {
    const issuers = await this.#options.issuers(account, pools);
    this.#options.authorizer.reload(authorizerChanges({ account, issuers, pools }, this.#issuers));
    this.#issuers = issuers;
    const isOther = account !== this.account;
    if (isOther) this.loadedAt = new Date();
    this.account = account;
    this.pools = pools;
    if (isOther) this.#options.follow(account.fileStates);
  }

  /** What is to say of the files that was not to say before. */
  #tellFindings(account: Account, before: Account): void {
    const said = new Set(before.findings.map(formatFinding));
    for (const finding of account.findings) {
      const message = formatFinding(finding);
      if (finding.severity === 'info' || said.has(message)) continue;
      this.#options.report({ level: 'warn', event: 'finding', message });
    }
  }

  #tellReload(account: Account, before: Account): void {
    const { directoryOptions } = account;
    const { roles = {}, users = {} } = directoryOptions;
    const counts = `${counted(Object.keys(roles).length, 'role')}, ${counted(Object.keys(users).length, 'user')}`;
    this.#options.report({ level: 'info', event: 'reload', message: `reloaded: ${counts}` });
    const { mode } = account.config;
    if (mode !== before.config.mode) {
      const level = mode === 'audit' ? 'warn' : 'info';
      this.#options.report({ level, event: 'mode', message: `mode is now ${modeText(mode)}` });
    }
    const waiting = this.waitingForStart;
    if (waiting.length === 0) return;
    const message = `what has changed in ${waiting.join(', ')} takes effect at the next start: stop this gateway and start it again`;
    this.#options.report({ level: 'warn', event: 'restart', message });
  }
}

function messageFor(error: unknown): string {
  const isForUser =
    error instanceof AccountError ||
    error instanceof ConfigurationError ||
    error instanceof PolicyError ||
    error instanceof UserError;
  if (isForUser) return error.message;
  return `fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
