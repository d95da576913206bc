import { catalog, nearestName } from '@cognito-iam/core';
import type { Problem } from './explained-account.js';

/**
 * The actions that a text names, with their prefix: one of Cognito user pools, with or without `cognito-idp:`, in any
 * letter case; with wildcards all that AWS asks IAM about; an action of another service as it is.
 */
export function actionNames(text: string): readonly string[] | Problem {
  const colon = text.indexOf(':');
  const service = colon < 0 ? 'cognito-idp' : text.slice(0, colon).toLowerCase();
  const name = text.slice(colon + 1);
  if (service !== 'cognito-idp') {
    return /^[a-z0-9-]+:[a-z0-9]+$/i.test(text)
      ? [text]
      : {
          problem: `\`${text}\` is no action: expected \`AdminGetUser\`, \`cognito-idp:Admin*\` or an action of another service`,
        };
  }
  if (/[*?]/.test(name)) {
    const expanded = catalog
      .expand(name)
      .filter((one) => (catalog.operation(one)?.authorization ?? 'iam') === 'iam')
      .map((one) => `cognito-idp:${one}`);
    return expanded.length > 0
      ? expanded
      : { problem: `no action of Cognito user pools is like \`${text}\`` };
  }
  const operations = [...catalog.operations.keys()];
  // Newer operations are not among the listed actions yet, and IAM knows them all the same.
  const known = [...new Set<string>([...catalog.actions.keys(), ...operations])];
  const found = known.find((one) => one.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return [`cognito-idp:${found}`];
  const nearest = nearestName(name, known);
  const mend = nearest === undefined ? '`cognito-iam actions` lists them' : `did you mean \`${nearest}\`?`;
  return { problem: `Cognito user pools have no action \`${text}\`; ${mend}` };
}
