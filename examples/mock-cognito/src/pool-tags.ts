import { ConfigurationError, createAuthorizer, type Directory } from '@cognito-iam/core';
import { poolId, region } from './account.js';
import { type ApiAnswer, errorAnswer } from './api-answer.js';
import { memberOf } from './call-emulator.js';

/** Tags of a user pool. */
export type Tags = Readonly<Record<string, string>>;

/** Why the permission check cannot go by these tags; `undefined` where it can. */
export type TagProblem = (tags: Tags) => string | undefined;

/** Asks the permission check itself, so that what is let through here never stops it from starting. */
export function tagProblem(directory: Directory): TagProblem {
  return (tags) => {
    try {
      createAuthorizer({
        region,
        directory,
        issuers: [],
        inlinePolicyClaim: 'unused',
        resourceTags: { [poolId]: tags },
        log: () => undefined,
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof ConfigurationError && error.path.startsWith('/resourceTags/'))) throw error;
      return error.message.slice(`${error.path}: `.length);
    }
  };
}

/** The refusal of a request that sets tags by which the permission check could not go. */
export function unusableTags(members: unknown, problemOf: TagProblem): ApiAnswer | undefined {
  const tags = memberOf(members, 'UserPoolTags');
  if (tags === undefined || tags === null) return undefined;
  const texts = textsOf(tags);
  if (texts === undefined) return errorAnswer('SerializationException');
  const problem = problemOf(texts);
  return problem === undefined
    ? undefined
    : errorAnswer('InvalidParameterException', `Invalid tags: ${problem}`);
}

/** The tags of a user pool that can be used; `dropped` is told the names of the others. `undefined` where it has none. */
export function usableTags(
  pool: unknown,
  problemOf: TagProblem,
  dropped: (name: string) => void,
): Tags | undefined {
  const stored = memberOf(pool, 'UserPoolTags');
  if (typeof stored !== 'object' || stored === null) return undefined;
  const all = textsOf(stored);
  if (all !== undefined && problemOf(all) === undefined) return all;
  let usable: Tags = {};
  for (const [name, value] of Object.entries(stored)) {
    const more: Tags | undefined = textsOf({ ...usable, [name]: value });
    if (more !== undefined && problemOf(more) === undefined) usable = more;
    else dropped(name);
  }
  return usable;
}

/** A map of texts, as it is; `undefined` for anything else. */
function textsOf(tags: unknown): Tags | undefined {
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return undefined;
  const texts = Object.entries(tags).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return texts.length === Object.keys(tags).length ? Object.fromEntries(texts) : undefined;
}
