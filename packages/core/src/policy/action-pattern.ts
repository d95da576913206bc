import { compileGlob, type TextMatcher } from './glob.js';
import { foldCase } from './letter-case.js';
import { parseTemplate } from './template.js';

/**
 * Compiles an entry of `Action` or `NotAction` to a matcher of lower-case actions.
 *
 * Letter case never matters; wildcards belong in the name. A wildcard in the service prefix matches nothing
 * unless it is the whole prefix. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function compileAction(entry: string): TextMatcher {
  const pattern = foldCase(entry);
  if (pattern === '*' || pattern === '*:*') return () => true;
  const colon = pattern.indexOf(':');
  const prefix = pattern.slice(0, colon + 1);
  const anyService = prefix === '*:';
  if (!anyService && (prefix.includes('*') || prefix.includes('?'))) return () => false;
  const name = compileGlob(parseTemplate(pattern.slice(colon + 1), { variables: false, wildcards: true }));
  return (action) => {
    if (!anyService && !action.startsWith(prefix)) return false;
    const start = anyService ? action.indexOf(':') + 1 : prefix.length;
    return start > 0 && name(action.slice(start));
  };
}
