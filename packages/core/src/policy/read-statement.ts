import type { IssueList } from './issue-list.js';
import { pointerStep } from './json-text.js';
import { quote } from './quote.js';
import { readConditions } from './read-condition.js';
import { entryPointer, type Members, membersOf, readEntries, refuseUnknown } from './read-elements.js';
import { verifyAction, verifyResource } from './read-formats.js';
import type { EntryList, StatementElements } from './statement-elements.js';

const elements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

const requirements =
  'The provided policy document does not meet the requirements of the specified policy type.';

/** Reads one statement, noting every problem. */
export function readStatement(value: unknown, pointer: string, issues: IssueList): StatementElements {
  const members = membersOf(value);
  if (members === undefined) {
    issues.add('syntax', pointer, 'expected a statement, which is an object');
    return { pointer, sid: undefined, effect: 'Deny', action: none, resource: none, conditions: [] };
  }
  refuseUnknown(members, elements, pointer, issues);
  const effect = readEffect(members, pointer, issues);
  verifyPrincipal(members, pointer, issues);
  const action = readEntries(members, 'Action', pointer, issues);
  const actionElement = action.negated ? 'NotAction' : 'Action';
  for (const [index, entry] of action.entries.entries()) {
    const at = entryPointer(members, actionElement, pointer, index);
    verifyAction(entry, at, issues, effect === 'Allow' && !action.negated);
  }
  const resource = readEntries(members, 'Resource', pointer, issues);
  const resourceElement = resource.negated ? 'NotResource' : 'Resource';
  for (const [index, entry] of resource.entries.entries()) {
    verifyResource(entry, entryPointer(members, resourceElement, pointer, index), issues);
  }
  if (issues.type === 'resourceControl' && !isFullAccess(effect, action, resource, members)) {
    verifyResourceControl(effect, action, pointer, issues);
  }
  const condition = members.get('Condition');
  const conditions = members.has('Condition')
    ? readConditions(condition, `${pointer}/Condition`, issues)
    : [];
  return { pointer, sid: readSid(members, pointer, issues), effect, action, resource, conditions };
}

const none: EntryList = { entries: [], negated: false };

function readEffect(members: Members, pointer: string, issues: IssueList): 'Allow' | 'Deny' {
  const effect = members.get('Effect');
  if (effect === 'Allow' || effect === 'Deny') return effect;
  if (effect === undefined) issues.add('syntax', pointer, 'the statement has no `Effect`');
  else {
    const text = typeof effect === 'string' ? effect.toLowerCase() : '';
    const check = text === 'allow' || text === 'deny' ? 'legacy' : 'syntax';
    issues.add(check, pointer + pointerStep('Effect'), '`Effect` is exactly `Allow` or `Deny`');
  }
  return 'Deny';
}

function readSid(members: Members, pointer: string, issues: IssueList): string | undefined {
  const sid = members.get('Sid');
  if (sid === undefined) return undefined;
  const at = pointer + pointerStep('Sid');
  if (typeof sid !== 'string') issues.add('syntax', at, 'expected a string');
  else if (
    issues.type !== 'serviceControl' &&
    issues.type !== 'resourceControl' &&
    !/^[A-Za-z0-9]*$/.test(sid)
  ) {
    const alphanumeric =
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*';
    issues.add('sid', at, `the statement id ${quote(sid)} may hold letters and digits only`, alphanumeric);
  }
  return typeof sid === 'string' && sid !== '' ? sid : undefined;
}

/** Only a resource control policy names a principal, and then everyone. */
function verifyPrincipal(members: Members, pointer: string, issues: IssueList): void {
  for (const name of ['Principal', 'NotPrincipal'] as const) {
    if (!members.has(name)) continue;
    const at = pointer + pointerStep(name);
    const value = members.get(name);
    if (value !== '*' && membersOf(value) === undefined)
      issues.add('syntax', at, 'expected `*` or an object');
    if (issues.type === 'serviceControl') {
      const finding =
        'SCP syntax error principal: SCPs do not support specifying principals. Remove the Principal or NotPrincipal element.';
      issues.add('principal', at, 'a service control policy has no principal', finding);
    } else if (issues.type !== 'resourceControl') {
      issues.add('principal', at, `a policy of type \`${issues.type}\` has no principal: remove \`${name}\``);
    } else if (name === 'NotPrincipal') {
      issues.add('principal', at, 'a resource control policy has no `NotPrincipal`', requirements);
    } else if (value !== '*') {
      issues.add('principal', at, 'the principal of a resource control policy is `*`', requirements);
    }
  }
  if (members.has('Principal') && members.has('NotPrincipal')) {
    issues.add('syntax', pointer, 'a statement has either `Principal` or `NotPrincipal`, not both');
  }
  if (issues.type === 'resourceControl' && !members.has('Principal') && !members.has('NotPrincipal')) {
    issues.add(
      'principal',
      pointer,
      'a resource control policy names its principal: add `"Principal": "*"`',
      requirements,
    );
  }
}

/** The statement of `RCPFullAWSAccess`, the one policy of its type that allows; it is implied at every level. */
function isFullAccess(
  effect: 'Allow' | 'Deny',
  action: EntryList,
  resource: EntryList,
  members: Members,
): boolean {
  const all = [action, resource].every(
    ({ entries, negated }) => !negated && entries.length === 1 && entries[0] === '*',
  );
  return effect === 'Allow' && all && !members.has('Condition');
}

function verifyResourceControl(
  effect: 'Allow' | 'Deny',
  action: EntryList,
  pointer: string,
  issues: IssueList,
): void {
  if (effect === 'Allow') {
    issues.add('action', `${pointer}/Effect`, 'a resource control policy can only deny', requirements);
  }
  if (action.negated) {
    issues.add(
      'action',
      `${pointer}/NotAction`,
      'a resource control policy has no `NotAction`',
      requirements,
    );
  } else if (action.entries.some((entry) => entry.startsWith('*'))) {
    const message = 'a resource control policy names the service of its actions, as in `cognito-idp:*`';
    issues.add('action', `${pointer}/Action`, message, requirements);
  }
}
