import { IssueList } from './issue-list.js';
import { duplicateMembers, pointerStep } from './json-text.js';
import { quote } from './quote.js';
import { type Members, membersOf, refuseUnknown } from './read-elements.js';
import { readStatement } from './read-statement.js';
import type { StatementElements } from './statement-elements.js';
import type { NamedPolicy, PolicyDocument, PolicySource, PolicyType } from './types.js';

/** Limits on policy documents. */
export interface ParseOptions {
  /**
   * The most characters a document may have. White space does not count, but in service and resource control
   * policies. See {@link policyQuotas} for AWS's own limits; without this option there is none.
   */
  readonly maxCharacters?: number;
}

/**
 * AWS's limits on the size of a policy document, in characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyQuotas: ReadonlyMap<string, number> = new Map([
  ['managed', 6144],
  ['userInline', 2048],
  ['groupInline', 5120],
  ['roleInline', 10_240],
  ['session', 2048],
  ['serviceControl', 5120],
  ['resourceControl', 5120],
]);

/** A policy that has been read and found valid. */
export interface ParsedPolicy {
  readonly name: string;
  readonly arn: string | undefined;
  /** Its JSON text: the source's own, or written out when it is asked for. */
  readonly text: () => string;
  readonly statements: readonly StatementElements[];
  /** Whether its version has policy variables: 2012-10-17 has, 2008-10-17 and none have not. */
  readonly variables: boolean;
}

const elements: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/**
 * Reads a policy and returns it with its document as an object, a deep copy.
 *
 * Finds every problem that IAM's API would refuse, duplicate JSON members included, and throws a
 * `PolicyError` that lists them. Actions, services and condition keys need not exist, as in IAM. One thing is
 * taken that the API refuses in new policies: version 2008-10-17, which old ones have.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(
  source: PolicySource,
  type: PolicyType = 'identity',
  options: ParseOptions = {},
): NamedPolicy & { readonly document: PolicyDocument } {
  const { name, arn, text } = readPolicy(source, type, options);
  const document: PolicyDocument = JSON.parse(text());
  return arn === undefined ? { name, document } : { name, arn, document };
}

/** A policy that is evaluated, not stored anew: the name where the source has none, and how to read it. */
export interface StoredPolicy {
  readonly name: string;
}

/** As `parsePolicy`, with the statements taken apart; `stored` where the document need not pass as a new one. */
export function readPolicy(
  source: PolicySource,
  type: PolicyType,
  options: ParseOptions = {},
  stored?: StoredPolicy,
): ParsedPolicy {
  const named: NamedPolicy = isNamed(source) ? source : { name: stored?.name ?? 'policy', document: source };
  if (typeof named.document === 'string') verifySize(named.name, named.document, type, options);
  const { value, text } = readJson(named, type);
  const issues = new IssueList(type, stored !== undefined);
  if (text !== undefined) {
    for (const { pointer } of duplicateMembers(text))
      issues.add('syntax', pointer, 'the element appears twice');
  }
  const members = membersOf(value);
  if (members === undefined) issues.add('syntax', '', 'a policy is a JSON object');
  const statements = members === undefined ? [] : readDocument(members, issues);
  // Only a value that was found sound can be written out again.
  const written = (): string => text ?? JSON.stringify(value);
  if (!issues.stored && (text !== undefined || issues.isEmpty)) verifyCharacters(written(), issues);
  issues.throwIfAny(named.name);
  if (text === undefined && options.maxCharacters !== undefined) {
    verifySize(named.name, written(), type, options);
  }
  const variables = members?.get('Version') === '2012-10-17';
  return { name: named.name, arn: named.arn, text: written, statements, variables };
}

function isNamed(source: PolicySource): source is NamedPolicy {
  return (
    typeof source === 'object' &&
    source !== null &&
    Object.hasOwn(source, 'document') &&
    Object.hasOwn(source, 'name')
  );
}

function readJson(named: NamedPolicy, type: PolicyType): { value: unknown; text: string | undefined } {
  if (typeof named.document !== 'string') return { value: named.document, text: undefined };
  try {
    return { value: JSON.parse(named.document), text: named.document };
  } catch (error) {
    const issues = new IssueList(type);
    // V8 quotes the text, which may be that of another file, named by mistake; where it only counts, that is told.
    const [position] = error instanceof Error ? (/(?<= at )position \d+/.exec(error.message) ?? []) : [];
    issues.add(
      'syntax',
      '',
      position === undefined ? 'the text is not JSON' : `the text is not JSON (${position})`,
    );
    issues.throwIfAny(named.name, 'ERR_POLICY_SYNTAX');
    throw error;
  }
}

function readDocument(members: Members, issues: IssueList): readonly StatementElements[] {
  refuseUnknown(members, elements, '', issues);
  const version = members.get('Version');
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    issues.add('syntax', '/Version', '`Version` is `2012-10-17` or `2008-10-17`');
  }
  const id = members.get('Id');
  if (id !== undefined && typeof id !== 'string') issues.add('syntax', '/Id', 'expected a string');
  const statement = members.get('Statement');
  if (!members.has('Statement')) issues.add('syntax', '', 'the policy has no `Statement`');
  if (!Array.isArray(statement)) {
    return statement === undefined ? [] : [readStatement(statement, '/Statement', issues)];
  }
  if (statement.length === 0) issues.add('syntax', '/Statement', 'the list of statements is empty');
  const sids = new Set<string>();
  return statement.map((value, index) => {
    const pointer = `/Statement${pointerStep(index)}`;
    const read = readStatement(value, pointer, issues);
    if (read.sid !== undefined && sids.has(read.sid)) {
      issues.add('sid', `${pointer}/Sid`, `the statement id ${quote(read.sid)} is used twice`);
    }
    if (read.sid !== undefined) sids.add(read.sid);
    return read;
  });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
function verifyCharacters(text: string, issues: IssueList): void {
  const [character] = /[^\t\n\r\u0020-\u00ff]/u.exec(text) ?? [];
  if (character === undefined) return;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  issues.add('characters', '', `the character U+${code} may not stand in a policy`);
}

function verifySize(name: string, text: string, type: PolicyType, options: ParseOptions): void {
  const { maxCharacters } = options;
  if (maxCharacters === undefined) return;
  const counted = type === 'serviceControl' || type === 'resourceControl' ? text : text.replace(/\s/g, '');
  if (counted.length <= maxCharacters) return;
  const issues = new IssueList(type);
  const message = `the policy has ${counted.length} characters, the limit is ${maxCharacters}`;
  issues.add('size', '', message, `Cannot exceed quota for PolicySize: ${maxCharacters}`);
  issues.throwIfAny(name, 'ERR_POLICY_SIZE');
}
