import type { MatrixCell, PermissionMatrix } from '@cognito-iam/account';
import type { Terminal } from '../terminal.js';
import { decisionSigns, type MatrixRow, matrixRows } from './matrix-rows.js';

/**
 * A matrix as a table for each resource, an action a line and a principal a column; as many columns as have room, the
 * others below. Actions that nobody may do, and nothing denies, are counted only.
 */
export function matrixTable(matrix: PermissionMatrix, terminal: Terminal): readonly string[] {
  const { bold, dim } = terminal.colours;
  const byAction = matrixRows(matrix);
  // As they are printed, so that notes are numbered as they are met.
  const rows = matrix.resources.flatMap(({ name }) => byAction.filter(({ resource }) => resource === name));
  const notes = conditionNotes(rows);
  const names = matrix.principals.map(({ principal }) => principal);
  const first = Math.max(0, ...rows.map(({ action }) => action.name.length));
  const tables = matrix.resources.flatMap(({ name, resource }) => {
    const own = rows.filter((row) => row.resource === name);
    if (own.length === 0) return [];
    const shown = own.filter(({ cells }) => cells.some(({ decision }) => decision !== 'denied'));
    const hidden = own.length - shown.length;
    const heading = name === resource || resource.endsWith('/*') ? name : `${name}  ${dim(resource)}`;
    const blocks = columnBlocks(names, terminal.columns - first);
    return [
      bold(heading),
      ...(shown.length === 0
        ? []
        : blocks.flatMap((block) => tableBlock(shown, names, block, first, notes, terminal))),
      ...(hidden === 0 ? [] : [dim(`  ${hidden} ${shown.length === 0 ? '' : 'other '}actions: nobody`)]),
      '',
    ];
  });
  const legend = '✓ allowed  ? it depends  ✗ explicit deny  · denied';
  return [...tables, ...[...notes].map(([keys, note]) => `?${note}  ${keys}`), dim(legend)];
}

function tableBlock(
  rows: readonly MatrixRow[],
  names: readonly string[],
  { from, to }: ColumnBlock,
  first: number,
  notes: ReadonlyMap<string, number>,
  { colours }: Terminal,
): readonly string[] {
  const widths = names.slice(from, to).map((name) => Math.max(name.length, 4));
  const head = names.slice(from, to).map((name, index) => name.padEnd(widths[index] ?? 0));
  const paints = {
    allowed: colours.green,
    conditional: colours.yellow,
    denied: colours.dim,
    explicitDeny: colours.red,
  };
  return [
    `  ${' '.repeat(first)}  ${colours.bold(head.join('  ').trimEnd())}`,
    ...rows.map(({ action, cells }) => {
      const signs = cells.slice(from, to).map((cell, index) => {
        const sign = signOf(cell, notes);
        return `${paints[cell.decision](sign)}${' '.repeat((widths[index] ?? 0) - sign.length)}`;
      });
      return `  ${action.name.padEnd(first)}  ${signs.join('  ').trimEnd()}`;
    }),
  ];
}

interface ColumnBlock {
  readonly from: number;
  readonly to: number;
}

function columnBlocks(names: readonly string[], room: number): readonly ColumnBlock[] {
  const blocks: ColumnBlock[] = [];
  let from = 0;
  let used = 0;
  for (const [index, name] of names.entries()) {
    const width = Math.max(name.length, 4) + 2;
    if (index > from && used + width > room - 2) {
      blocks.push({ from, to: index });
      from = index;
      used = 0;
    }
    used += width;
  }
  return [...blocks, { from, to: names.length }];
}

function signOf(cell: MatrixCell, notes: ReadonlyMap<string, number>): string {
  return `${decisionSigns[cell.decision]}${notes.get(noteOf(cell)) ?? ''}`;
}

/** What conditional cells depend on, numbered as they come. */
function conditionNotes(rows: readonly MatrixRow[]): ReadonlyMap<string, number> {
  const notes = new Map<string, number>();
  for (const cell of rows.flatMap(({ cells }) => cells)) {
    const note = noteOf(cell);
    if (note !== '' && !notes.has(note)) notes.set(note, notes.size + 1);
  }
  return notes;
}

function noteOf({ dependsOn = [] }: MatrixCell): string {
  return dependsOn.map((one) => (one === 'pool' ? 'which pool it is' : one)).join(', ');
}
