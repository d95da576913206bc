import { catalog } from './catalog.js';

/** Keys of tags come with requests for certain actions, other global keys with all. */
const ofTags = /^aws:(?:(?:requesttag|resourcetag)\/|tagkeys$)/i;

/**
 * Whether requests for an action of this service may carry a condition key, in any letter case, as far as the action
 * settles it: tags of the request come with actions that set some, those of a pool with actions on one.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
export function carriesKey(action: string, key: string): boolean {
  const [tags] = ofTags.exec(key) ?? [];
  if (tags === undefined) return true;
  const wanted = tags.toLowerCase();
  const entry = catalog.action(action);
  if (entry === undefined) {
    // Newer operations are in no table yet; none of them sets tags.
    const { resourceFrom = '*' } = catalog.operation(action.replace(/^cognito-idp:/i, '')) ?? {};
    return wanted === 'aws:resourcetag/' && resourceFrom !== '*';
  }
  const keys = [
    ...entry.conditionKeys,
    ...entry.resourceTypes.flatMap(({ type, conditionKeys }) => [
      ...conditionKeys,
      ...(catalog.resourceTypes.get(type)?.conditionKeys ?? []),
    ]),
  ];
  return keys.some((one) => one.replace(/\$\{.*/, '').toLowerCase() === wanted);
}
