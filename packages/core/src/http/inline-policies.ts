import { type NamedPolicy, type PolicyDocument, parsePolicy } from '../policy/index.js';

/**
 * The policies that a token carries in its claim `name`: a document, its JSON text, or an array of these; none where
 * the claim is missing. Throws a `PolicyError` where one is malformed. The claim gives documents only, so it cannot
 * pass one off as a policy of the account.
 */
export function inlinePolicies(
  claims: Readonly<Record<string, unknown>>,
  name: string,
): readonly NamedPolicy[] {
  const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (claim === undefined || claim === null) return [];
  const documents: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return documents.map((document, index) => {
    const named = documents.length === 1 ? `claim ${name}` : `claim ${name}/${index}`;
    // The grammar is asked before anything is believed of the document.
    return parsePolicy({ name: named, document: document as PolicyDocument | string });
  });
}
