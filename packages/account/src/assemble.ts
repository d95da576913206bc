import {
  type AuthorizerOptions,
  ConfigurationError,
  createAuthorizer,
  createDirectory,
  type Directory,
  type DirectoryOptions,
  PolicyError,
} from '@cognito-iam/core';
import type { PolicyPlaces } from './account-part.js';
import type { AuthorizerSettings } from './config/config-file.js';
import { coreProblems } from './config/core-problems.js';
import { problemFinding } from './config/problem.js';
import { AccountError, type Finding } from './finding.js';
import type { Place } from './place.js';
import { policyProblems } from './policy-problems.js';

/** All that core reads of an account, in one object as in a configuration. */
export interface AssembledOptions
  extends DirectoryOptions,
    AuthorizerSettings,
    Pick<AuthorizerOptions, 'region' | 'roleMapping' | 'resourceTags'> {
  readonly issuers: AuthorizerOptions['issuers'];
}

/** Where options are written. */
export interface OptionPlaces {
  readonly policyPlaces: PolicyPlaces;
  readonly placeOf: (pointer: string) => Place;
  /** JSON Pointers of what is not there, though it should be, or cannot be used: of that it has been told. */
  readonly unread: readonly string[];
}

/**
 * Makes the directory, and an authorizer to see that the other options can be used. Throws an {@link AccountError}
 * with `before` and everything that core finds, where either has an error.
 */
export function assemble(
  options: AssembledOptions,
  places: OptionPlaces,
  before: readonly Finding[],
): Directory {
  try {
    const directory = make(options);
    if (before.every(({ severity }) => severity !== 'error')) return directory;
  } catch (error) {
    if (!(error instanceof PolicyError || error instanceof ConfigurationError)) throw error;
    const policies = policyProblems(options, places.policyPlaces);
    const without = [...places.unread, ...policies.pointers];
    const others = coreProblems(options, make, without).map((problem) =>
      problemFinding(problem, places.placeOf),
    );
    throw new AccountError([...before, ...policies.findings, ...others]);
  }
  throw new AccountError(before);
}

function make(options: AssembledOptions): Directory {
  const { region, issuers, roleMapping, resourceTags, authorization, context, ...others } = options;
  const { policyArnInMessage, reasonHeader, signatureWindow, timeLimit, verifySignatures, ...account } =
    others;
  const directory = createDirectory(account);
  createAuthorizer({
    region,
    directory,
    issuers,
    roleMapping: roleMapping ?? { ambiguousRoleResolution: 'Deny' },
    ...(resourceTags !== undefined && { resourceTags }),
    ...(context !== undefined && { context }),
    log: () => undefined,
  });
  return directory;
}
