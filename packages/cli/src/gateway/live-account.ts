import { isDeepStrictEqual } from 'node:util';
import { type Account, AccountError } from '@cognito-iam/account';
import { type Authorizer, ConfigurationError, type IssuerOptions, PolicyError } from '@cognito-iam/core';
import { UserError } from '../user-error.js';
import { authorizerChanges } from './authorizer-changes.js';
import type { LocalPool } from './pools.js';
import { type Refresher, refresher } from './refresher.js';
import type { Report } from './report.js';
import { changedStartSettings } from './start-settings.js';
import { tellFindings, tellReload } from './tell-reload.js';

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
  /** Hears of an account that counts from now on. */
  readonly taken?: (account: Account) => void;
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
  #knowsPools = false;
  account: Account;
  pools: readonly LocalPool[] = [];
  /** Why the files, as they were last read, changed nothing; `undefined` where they did. */
  reloadProblem: string | undefined;
  /** Why the user pools are not known, or do not count as they are now. */
  poolsProblem: string | undefined;
  /** When the account last changed. */
  loadedAt: Date = new Date();

  constructor(options: LiveAccountOptions) {
    this.#options = options;
    this.account = options.account;
    this.#refresher = refresher(() => this.#refresh());
  }

  /**
   * A run that will find out which pools there are, while nothing is known of them: requests had better wait for it. Once
   * they are known, the last good state is decided by until the next is there.
   */
  get awaited(): Promise<void> | undefined {
    return this.#knowsPools || !this.#needsPools ? undefined : this.#refresher.pending;
  }

  /** The first time: what cannot be used rejects, with an error for the user. User pools may come to be known later. */
  async begin(): Promise<void> {
    const pools = await this.#newPools();
    const before = this.account;
    const known = this.#knownOf(pools);
    const again = known !== undefined && before.userPools.length > 0;
    await this.#take(again ? await this.#options.load(known) : before, pools);
    tellFindings(this.#options.report, this.account, before);
  }

  /** Members of the configuration that have changed since the start, and count from the next one on. */
  get waitingForStart(): readonly string[] {
    return changedStartSettings(this.#options.account.config, this.account.config);
  }

  /** Looks at the user pools again; what is found counts when it resolves. Never rejects. */
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
    const readFiles = this.#dirtyFiles;
    this.#dirtyFiles = false;
    const neededPools = this.#needsPools;
    if (!readFiles && !neededPools) return;
    const told = this.poolsProblem;
    const pools = await this.#newPools();
    const described = this.account.userPools.length > 0;
    const otherPools = !isDeepStrictEqual(pools, this.pools);
    if (!readFiles && !(otherPools && described)) return this.#takePools(pools);
    if (await this.#reload(pools, readFiles, told)) {
      // From files that are the first to need pools, or need them again, nobody has looked at them.
      if (!neededPools && this.#needsPools && this.#dirtyPools) await this.#refresh();
      return;
    }
    // What pools of templates are follows from both, and waits for files that can be read.
    if (described) this.#dirtyPools ||= otherPools;
    else if (otherPools) await this.#takePools(pools);
  }

  /** Reads the files and takes what they say; resolves with whether that could be. What was `told` of the pools is not told again. */
  async #reload(pools: readonly LocalPool[], isAsked: boolean, told: string | undefined): Promise<boolean> {
    const { report, load, followAlso } = this.#options;
    const before = this.account;
    try {
      const account = await load(this.#knownOf(pools));
      followAlso(account.fileStates);
      await this.#take(account, pools);
      this.reloadProblem = undefined;
      // Files that had changed may have been read for the sake of the pools.
      const isNews = isAsked || !isDeepStrictEqual(account.fileStates, before.fileStates);
      if (isNews) tellReload(report, account, before, this.waitingForStart);
      tellFindings(report, account, before);
      return true;
    } catch (error) {
      this.reloadProblem = messageFor(error);
      const why =
        this.reloadProblem === told
          ? 'the files cannot be used, for the same reason as the user pools'
          : this.reloadProblem;
      const message = `${why}\nnothing has changed: what was loaded before stays in force`;
      report({ level: 'error', event: 'reload', message });
      if (error instanceof AccountError) followAlso(error.fileStates);
      return false;
    }
  }

  /** Takes pools beside the account as it is. */
  async #takePools(pools: readonly LocalPool[]): Promise<void> {
    try {
      await this.#take(this.account, pools);
    } catch (error) {
      this.#dirtyPools = true;
      this.poolsProblem = messageFor(error);
      const isTold = this.poolsProblem === this.reloadProblem;
      const why = isTold ? ', for the same reason as the files' : `: ${this.poolsProblem}`;
      const message = `the user pools count as they were before${why}`;
      this.#options.report({ level: 'error', event: 'pools', message });
    }
  }

  async #newPools(): Promise<readonly LocalPool[]> {
    if (!this.#dirtyPools || !this.#needsPools) return this.pools;
    this.#dirtyPools = false;
    try {
      const pools = await this.#options.listPools();
      this.poolsProblem = undefined;
      this.#knowsPools = true;
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
    const isKnown = this.#knowsPools && this.poolsProblem === undefined;
    return pools.length === 0 && !isKnown ? undefined : pools;
  }

  /** All of it or, where it throws, nothing. */
  async #take(account: Account, pools: readonly LocalPool[]): Promise<void> {
    const issuers = await this.#options.issuers(account, pools);
    const before = this.#issuers && { account: this.account, issuers: this.#issuers };
    this.#options.authorizer.reload(authorizerChanges({ account, issuers, pools }, before));
    this.#issuers = issuers;
    const isOther = account !== this.account;
    if (isOther) this.loadedAt = new Date();
    this.account = account;
    this.pools = pools;
    // Nobody would look at them again.
    if (!this.#needsPools) this.poolsProblem = undefined;
    this.#options.taken?.(account);
    if (isOther) this.#options.follow(account.fileStates);
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
