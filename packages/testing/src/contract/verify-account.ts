import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  AccountError,
  anyPool,
  fileReader,
  isProblem,
  type MatrixAccount,
  type Place,
  principalByName,
} from '@cognito-iam/account';
import { requireKnown, TestKitError } from '../kit-error.js';
import { changeReasons } from './change-reasons.js';
import { changesOf, type PoolDecisions } from './contract-change.js';
import { contractText } from './contract-text.js';
import { type ContractedAccount, contractOf, type ResourceClass } from './permission-contract.js';
import { type ReadContract, readContract } from './read-contract.js';
import { type Decisions, termsText } from './terms.js';
import { decisionsAbout } from './written-pools.js';

/** What {@link verifyAccount} may be told. */
export interface ContractOptions {
  /** What the file's name counts from; the working directory by default. */
  readonly folder?: string;
  /** Write the file instead. By default where `UPDATE_CONTRACT=1` is in the environment. */
  readonly update?: boolean;
  /** Whether policies that allow less than the contract honour it; `false` by default. */
  readonly allowNarrowing?: boolean;
}

/** A permission that differs between a contract and the policies. */
export interface ContractChange {
  /** As the contract calls it: `role/Support`. */
  readonly principal: string;
  /** Without prefix. */
  readonly action: string;
  /** `*`, `pool Users` or `other pools`. */
  readonly resource: ResourceClass;
  /** By the contract, in words: `denied`, `allowed`, `allowed if Bool aws:MultiFactorAuthPresent true`. */
  readonly before: string;
  /** By the policies. */
  readonly after: string;
  /** Whether the policies allow what the contract does not; of conditions that are exchanged both may be so. */
  readonly widened: boolean;
  /** Whether they do not allow what it does. */
  readonly narrowed: boolean;
  /** Why, one sentence each, with the places of statements. */
  readonly because: readonly string[];
  /** Where the statements stand that make it so. */
  readonly places: readonly Place[];
  /** Where the contract has it; absent for what it does not have. */
  readonly contractPlace?: Place;
}

/** What came of holding policies to a contract. Data: it can be written as JSON. */
export interface ContractVerification {
  /** As it was named. */
  readonly file: string;
  /** Whether nothing is wider than the contract, nor narrower unless that is allowed; also where it was just written. */
  readonly honoured: boolean;
  /** The pools that the contract or the account tells apart, by name. */
  readonly pools: readonly string[];
  /** Every permission that differs, by principal, resource and action; after an update, from the file that was there. */
  readonly changes: readonly ContractChange[];
  /** What became of the file where it was to be written. */
  readonly written?: 'new' | 'changed' | 'unchanged';
}

const optionNames: readonly (keyof ContractOptions)[] = ['folder', 'update', 'allowNarrowing'];

/**
 * Holds the policies of an account to a contract, or writes it where that is asked for. Throws a {@link TestKitError}
 * where there is none, and an `AccountError` where it cannot be read.
 */
export function verifyAccount(
  account: MatrixAccount,
  file: string,
  options: ContractOptions = {},
): ContractVerification {
  requireKnown(options, optionNames, 'a contract');
  const { folder = process.cwd(), allowNarrowing = false, update = isUpdateAsked() } = options;
  if (!/\.ya?ml$/i.test(file)) {
    throw new TestKitError(`a contract is written in YAML: call it \`….contract.yaml\`, not \`${file}\``);
  }
  const path = resolve(folder, file);
  if (!update && !existsSync(path)) {
    throw new TestKitError(
      `there is no permission contract \`${file}\`: have it written with \`cognito-iam contract ${file} --update\`, or by the tests with UPDATE_CONTRACT=1 in the environment, and commit it`,
    );
  }
  const contracted = contractOf(account);
  if (update) return written(account, contracted, file, folder);
  const read = readContract(fileReader(folder).source(file));
  const changes = changesFrom(read, account, contracted);
  const pools = [...new Set([...read.contract.pools, ...contracted.contract.pools])].sort();
  const honoured = changes.every(({ widened }) => !widened && allowNarrowing);
  return { file, honoured, pools, changes };
}

/** The text of the contract that an account keeps. */
export function textOfAccount(account: MatrixAccount): string {
  return contractText(contractOf(account).contract);
}

function isUpdateAsked(): boolean {
  return !['', '0', 'false'].includes(process.env['UPDATE_CONTRACT'] ?? '');
}

function written(
  account: MatrixAccount,
  contracted: ContractedAccount,
  file: string,
  folder: string,
): ContractVerification {
  const path = resolve(folder, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8').replace(/^\uFEFF/, '') : undefined;
  const header = before === undefined ? undefined : /^(?:#.*\r?\n|[ \t]*\r?\n)*/.exec(before)?.[0];
  const text = contractText(contracted.contract, header || undefined);
  const changes = before === undefined ? [] : changesFromFile(file, folder, account, contracted);
  if (text !== before) {
    // Somebody may read it meanwhile.
    const beside = `${path}.${process.pid}.tmp`;
    writeFileSync(beside, text);
    renameSync(beside, path);
  }
  const kind = before === undefined ? 'new' : text === before ? 'unchanged' : 'changed';
  return { file, honoured: true, pools: contracted.contract.pools, changes, written: kind };
}

/** None from a file that cannot be read, such as one with the marks of a merge: it is written over. */
function changesFromFile(
  file: string,
  folder: string,
  account: MatrixAccount,
  contracted: ContractedAccount,
): readonly ContractChange[] {
  try {
    return changesFrom(readContract(fileReader(folder).source(file)), account, contracted);
  } catch (error) {
    if (error instanceof AccountError) return [];
    throw error;
  }
}

function changesFrom(
  { contract, placeOf }: ReadContract,
  account: MatrixAccount,
  contracted: ContractedAccount,
): readonly ContractChange[] {
  const reasonsOf = changeReasons(account, contracted);
  return changesOf(contract, contracted.contract, poolDecisions(account, contracted)).map((change) => {
    const { principal, resource, action, before, after, widened, narrowed } = change;
    return {
      ...{
        principal,
        action,
        resource,
        before: termsText(before),
        after: termsText(after),
        widened,
        narrowed,
      },
      ...reasonsOf(change),
      ...(before !== undefined && { contractPlace: placeOf(principal, resource, action) }),
    };
  });
}

/** What is known of pools by their ARNs. One that the account does not have goes by its id, where that is its name. */
function poolDecisions(account: MatrixAccount, { resources, principals }: ContractedAccount): PoolDecisions {
  const known = new Map<string, Decisions>();
  return (resource, principal) => {
    const [, id, region] = /^pool (([a-z]{2,}(?:-[a-z]+)+-\d+)_[0-9A-Za-z]+)$/.exec(resource) ?? [];
    const inRegion = region && anyPool({ directory: account.directory, region }).replace('*', id ?? '');
    const arn = resources.get(resource) ?? inRegion;
    if (arn === undefined) return undefined;
    const key = `${arn} ${principal}`;
    const named = principalByName(account, principals.get(principal) ?? principal, 0);
    const found =
      known.get(key) ?? decisionsAbout(account, arn, isProblem(named) ? undefined : named.principal);
    known.set(key, found);
    return found;
  };
}
