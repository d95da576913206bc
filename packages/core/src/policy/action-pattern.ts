import { compileGlob, type TextMatcher } from './glob.js';
import { foldCase } from './letter-case.js';
import { parseTemplate } from './template.js';
import { TextTable } from './text-table.js';

const matchers: TextTable<TextMatcher> = new TextTable(64, 1024);

/** A matcher of lower-case actions for an entry of `Action` or `NotAction`. The same few entries stand in most policies, so the last ones are kept for all of them. */
export function actionMatcher(entry: string): TextMatcher {
  let matcher = matchers.get(entry);
  if (matcher === undefined) {
    matcher = compileAction(entry);
    matchers.set(entry, matcher);
  }
  return matcher;
}

/**
 * Compiles an entry of `Action` or `NotAction` to a matcher of lower-case actions.
 *
 * Letter case never matters; wildcards belong in the name. A wildcard in the service prefix matches nothing
 * unless it is the whole prefix. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
function compileAction(entry: string): TextMatcher {
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
