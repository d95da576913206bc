import { bearerHeaders, signedHeaders, signedTargets } from './authorization-headers.js';
import { conditionValues } from './condition-values.js';
import { arnLike, resources, stringLike } from './globs.js';
import { policyText } from './policy-text.js';
import { requests } from './requests.js';
import type { FuzzTarget } from './target.js';

/** Everything that is fuzzed. */
export const fuzzTargets: readonly FuzzTarget[] = [
  policyText,
  ...conditionValues,
  resources,
  stringLike,
  arnLike,
  requests,
  bearerHeaders,
  signedHeaders,
  signedTargets,
];
