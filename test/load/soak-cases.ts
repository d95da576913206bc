import { readFileSync } from 'node:fs';
import type { DirectoryOptions } from '@cognito-iam/core';

/** The largest body that the subject reads, in bytes: small, so that a larger one costs little. */
export const bodyLimit = 64 * 1024;

/** How long the subject takes a token that it has verified without verifying it again, in milliseconds. */
export const rememberedFor = 60_000;

/** The app client that tokens are for. */
export const audience = 'client-1';

/** Who sends a request: by a token, by an access key, or without credentials. */
export type Caller =
  | 'support'
  | 'admin'
  | 'expired'
  | 'forger'
  | 'withdrawn'
  | 'roleless'
  | 'robot'
  | 'thief'
  | 'nobody';

/** The accounts between which the soak goes to and fro. */
export type AccountName = 'first' | 'second';

/**
 * A row of `test/cases/soak.json`. In any text `{n}` is a number that no other request has, `{pool}` one of a thousand,
 * `{filling}` more than {@link bodyLimit}; a token in braces is one. What is expected was worked out by hand from the
 * policies: `allowed`, or AWS's name for the error and its message.
 */
export interface SoakCase {
  readonly name: string;
  readonly by: Caller;
  /** What the handler is to learn; it is the target where there is neither `target` nor `path`. */
  readonly operation?: string;
  readonly target?: string;
  readonly method?: string;
  readonly path?: string;
  /** What the handler is to learn; it is the body where there is neither `body` nor `text` nor `path`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly first: string;
  readonly second: string;
}

interface SoakData {
  readonly accounts: Readonly<Record<AccountName, DirectoryOptions>>;
  readonly cases: readonly SoakCase[];
}

/** Policies and requests, with what becomes of each request under either account. */
export const { accounts, cases }: SoakData = JSON.parse(
  readFileSync(new URL('../cases/soak.json', import.meta.url), 'utf8'),
);
