import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import {
  type DocumentPlaces,
  type PlacedPolicy,
  pointerOf,
  readSource,
  statementPointer,
} from '@cognito-iam/account';
import type { PolicyStatement } from '@cognito-iam/core';
import type { PolicySource, Position, RecordedPolicy, RecordedStatement } from './recorded-policy.js';

/** A policy as it is recorded, with the text of its file where it is shown in that. */
export interface DescribedPolicy {
  readonly policy: RecordedPolicy;
  readonly text?: string;
}

/** Lines that are longer hold more than a person reads in them, such as a whole plan. */
const longestLine = 400;

/**
 * Describes a policy for the record. `holder` is who has it, as people call it; files count from `folder`. A policy is
 * shown in its file where its statements have lines of their own there, or else as formatted JSON.
 */
export function describePolicy(placed: PlacedPolicy, holder: string, folder: string): DescribedPolicy {
  const { places, policy } = placed;
  const { name, document } = policy;
  const named = places?.('');
  const place = named && { ...named, file: fromHere(resolve(folder, named.file)) };
  const written = places && place && inFile(placed, places, place.file);
  const text = JSON.stringify(document, null, 2);
  const shown = written ?? {
    source: { kind: 'document', text } as const,
    statements: statementsAt(placed, readSource('policy.json', text).placeOf),
  };
  const owner = place ?? ownerOf(placed, holder);
  const described = { name, source: shown.source, ...(place && { place }), statements: shown.statements };
  const id = hashOf(JSON.stringify([owner, described]));
  return { policy: { id, ...described }, ...(written && { text: written.text }) };
}

/** Tells policies of options from others of their name. */
function ownerOf(
  { policyType, level, attachment, policy }: PlacedPolicy,
  holder: string,
): readonly unknown[] {
  if (policy.arn !== undefined) return [policy.arn];
  if (policyType === 'serviceControl' || policyType === 'resourceControl') return [policyType, level];
  return [policyType, attachment === 'group' ? attachment : holder];
}

interface InFile {
  readonly source: PolicySource;
  readonly statements: readonly RecordedStatement[];
  readonly text: string;
}

function inFile(placed: PlacedPolicy, places: DocumentPlaces, path: string): InFile | undefined {
  const statements = statementsAt(placed, places);
  const text = textOf(path);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const heads = new Set(statements.map(({ line }) => line));
  // The members of a document that is a text in the file have the place of that text.
  const own = statements.every((statement) =>
    statement.entries.every(({ line, column }) => line !== statement.line || column !== statement.column),
  );
  const short = statements.every(({ line }) => (lines[line - 1] ?? '').length <= longestLine);
  if (heads.size < statements.length || !own || !short) return undefined;
  return { source: { kind: 'file', path, text: hashOf(text) }, statements, text };
}

/** As it is called from the working directory, so that what another machine records is of the same policy. */
function fromHere(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/');
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    // It was there when the account was read; since then somebody took it away.
    return undefined;
  }
}

function statementsAt(placed: PlacedPolicy, places: DocumentPlaces): readonly RecordedStatement[] {
  return [placed.policy.document.Statement].flat().map((statement, index) => {
    const pointer = statementPointer(placed, index);
    const at = (path: string): Position => {
      const { line, column } = places(pointer + path);
      return { line, column };
    };
    return describeStatement(statement, at);
  });
}

function describeStatement(statement: PolicyStatement, at: (path: string) => Position): RecordedStatement {
  const { Sid, Effect, Action, NotAction, Condition = {} } = statement;
  const negated = Action === undefined;
  const element = negated ? 'NotAction' : 'Action';
  const list = negated ? NotAction : Action;
  const isList = typeof list === 'object';
  return {
    ...(Sid !== undefined && Sid !== '' && { sid: Sid }),
    effect: Effect,
    ...at(''),
    negated,
    entries: [list ?? []].flat().map((pattern, index) => ({
      pattern,
      ...at(isList ? `/${element}/${index}` : `/${element}`),
    })),
    conditions: Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => ({
        operator,
        key,
        ...at(pointerOf('Condition', operator, key)),
      })),
    ),
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
