import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/cognito/catalog.js';

/** A row as its source printed it; a resource type without name holds the condition keys of the action as a whole. */
interface SourceRow {
  readonly action: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly {
    readonly type: string;
    readonly required: boolean;
    readonly conditionKeys: readonly string[];
    readonly dependentActions: readonly string[];
  }[];
  /** The source has the block of this action without its heading. */
  readonly headingMissing?: true;
}

function readCases<Row>(name: string): readonly Row[] {
  const text = readFileSync(new URL(`../../../../test/cases/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Row => JSON.parse(line));
}

test('an unknown revision is undefined', () => {
  for (const id of ['2019', '', 'constructor', '__proto__']) expect(catalog.revision(id)).toBeUndefined();
});

test('lookup and iteration know the same revisions', () => {
  expect([...catalog.revisions.keys()]).toEqual(['2018', '2020']);
  for (const [id, revision] of catalog.revisions) {
    expect(catalog.revision(id)).toBe(revision);
    expect(revision.id).toBe(id);
  }
});

describe.each(['2018', '2020'])('revision %s', (id) => {
  const rows = readCases<SourceRow>(`actions-${id}`);
  const revision = catalog.revision(id);

  test('has exactly the actions of its source', () => {
    expect([...(revision?.actions.keys() ?? [])]).toEqual(rows.map(({ action }) => action));
  });

  test.each(rows)('$action', ({ action, accessLevel, resourceTypes }) => {
    const ofAction = resourceTypes.filter(({ type }) => type === '');
    expect(revision?.actions.get(action)).toEqual({
      action,
      accessLevel,
      resourceTypes: resourceTypes.filter(({ type }) => type !== ''),
      conditionKeys: ofAction.flatMap(({ conditionKeys }) => conditionKeys),
      dependentActions: ofAction.flatMap(({ dependentActions }) => dependentActions),
      summary: catalog.action(action)?.summary,
    });
  });

  test('differs from today in exactly the listed cells', () => {
    const listed = readCases<Record<string, unknown>>('revision-differences').filter(
      ({ revision: of }) => of === id,
    );
    expect(revision?.differences.map((difference) => ({ revision: id, ...difference }))).toEqual(listed);
  });

  test('a cell that is not listed as different is as it is today', () => {
    const different = new Set(revision?.differences.map(({ action, column }) => `${action} ${column}`));
    for (const [name, entry] of revision?.actions ?? []) {
      const today = catalog.action(name);
      for (const column of ['accessLevel', 'resourceTypes', 'dependentActions'] as const) {
        if (different.has(`${name} ${column}`)) expect(entry[column], name).not.toEqual(today?.[column]);
        else expect(entry[column], name).toEqual(today?.[column]);
      }
    }
  });
});

test('the blocks without heading in the source of 2020 are two', () => {
  const recovered = readCases<SourceRow>('actions-2020').filter(({ headingMissing }) => headingMissing);
  expect(recovered.map(({ action }) => action)).toEqual(['GetCSVHeader', 'ListTagsForResource']);
});
