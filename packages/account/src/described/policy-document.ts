import { type PolicyDocument, type PolicyStatement, unresolvedStatement } from '@cognito-iam/core';
import { tooDeepOffset } from '../nesting.js';
import { readJson } from '../source-json.js';
import { cognitoActions } from './cognito-actions.js';
import type { Report } from './described-source.js';
import {
  firstUnresolved,
  itemsOf,
  membersOf,
  plainOf,
  type Resolved,
  scalar,
  textOf,
  type Unresolved,
  unresolved,
  writtenAt,
} from './resolved-value.js';

/** A policy document of a template or plan. */
export interface DescribedDocument {
  readonly document: PolicyDocument;
  /** Where the file writes a part of it, by the part's JSON Pointer in the document. */
  readonly writtenAt: (pointer: string) => string;
}

/** What the documents of a file held that is unresolved and about other services. */
export interface OtherServices {
  count: number;
}

/**
 * Reads a policy document. A statement that holds something unresolved, or everything where `unknown` says that the
 * whole document may not be there, matches nothing, and is reported where it could have decided about Cognito.
 * Whether the document is well formed is for the directory to say.
 */
export function policyDocument(
  written: Resolved,
  what: string,
  unknown: Unresolved | undefined,
  report: Report,
  others: OtherServices,
): DescribedDocument {
  const value = parsed(written, what, report);
  const members = membersOf(value);
  const statements = members.get('Statement');
  const whole = unknown ?? unresolvedOf(value, members.get('Version'), statements);
  const read = (statement: Resolved): PolicyStatement | unknown => {
    const why = whole ?? firstUnresolved(statement);
    if (why === undefined) return plainOf(statement);
    const effect = textOf(membersOf(statement).get('Effect')) === 'Allow' ? 'Allow' : 'Deny';
    reportStatement(statement, effect, what, why, report, others);
    const sid = textOf(membersOf(statement).get('Sid'));
    return unresolvedStatement(effect, sid);
  };
  const isList = statements?.kind === 'list';
  const content = Object.fromEntries(
    [...members].flatMap(([name, member]): readonly (readonly [string, unknown])[] => {
      if (name === 'Statement') return [];
      return firstUnresolved(member) === undefined ? [[name, plainOf(member)]] : [];
    }),
  );
  const list = statements === undefined ? (whole === undefined ? [] : [whole]) : itemsOf(statements);
  const readList = list.map(read);
  const document = {
    ...content,
    ...(readList.length > 0 || isList
      ? { Statement: isList || whole !== undefined ? readList : readList[0] }
      : {}),
  };
  return { document: document as PolicyDocument, writtenAt: (pointer) => writtenAt(value, pointer) };
}

/**
 * Tells how many statements there were of which only other services need to know what is unresolved; `unknown` says
 * what that is.
 */
export function reportOthers({ count }: OtherServices, report: Report, unknown: string): void {
  if (count === 0) return;
  const hold =
    count === 1 ? 'a statement about another service holds' : `${count} statements about other services hold`;
  report('', {
    severity: 'info',
    code: 'unresolved-elsewhere',
    message: `${hold} ${unknown}, and can match nothing here`,
  });
}

/**
 * A document may be given as JSON text. IAM refuses one with a key that is there twice, of which `JSON.parse` would keep
 * the last.
 */
function parsed(value: Resolved, what: string, report: Report): Resolved {
  const text = textOf(value);
  if (text === undefined) return value;
  if (tooDeepOffset(text) !== undefined) return unresolved(value.pointer, 'its text is nested too deeply');
  for (const { code, message, mend } of readJson('', text).findings) {
    const isText = code !== 'duplicate-key';
    report(value.pointer, {
      severity: 'error',
      code: isText ? 'invalid-policy' : code,
      message: `in the text of ${what} ${message}`,
      ...(mend !== undefined && { mend }),
    });
    if (isText) return value;
  }
  return located(JSON.parse(text), value.pointer);
}

function located(value: unknown, pointer: string): Resolved {
  if (Array.isArray(value))
    return { kind: 'list', pointer, items: value.map((item: unknown) => located(item, pointer)) };
  if (typeof value === 'object' && value !== null) {
    const members = new Map(Object.entries(value).map(([key, member]) => [key, located(member, pointer)]));
    return { kind: 'map', pointer, members };
  }
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return scalar(pointer, isScalar ? value : null);
}

/** Why no statement of a document can be told: without its version, what `${…}` means is not known. */
function unresolvedOf(...parts: readonly (Resolved | undefined)[]): Unresolved | undefined {
  return parts.find((part): part is Unresolved => part?.kind === 'unresolved');
}

function reportStatement(
  statement: Resolved,
  effect: 'Allow' | 'Deny',
  what: string,
  why: Unresolved,
  report: Report,
  others: OtherServices,
): void {
  const actions = cognitoActions(statement);
  if (actions === undefined) {
    others.count += 1;
    return;
  }
  const allows = effect === 'Allow';
  report(why.pointer, {
    severity: 'warning',
    code: allows ? 'unresolved-statement' : 'unresolved-deny',
    message: allows
      ? `a statement of ${what} about ${actions} matches nothing here: ${why.reason}`
      : `a statement of ${what} may deny ${actions}, and denies nothing here: ${why.reason}`,
    ...(why.mend !== undefined && { mend: why.mend }),
  });
}
