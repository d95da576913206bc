import { recordOf } from './records.js';

/** Blocks of which Terraform keeps a set: the order of the values says nothing. */
const sets: ReadonlySet<string> = new Set(['inline_policy', 'role_mapping', 'condition', 'principals']);

/**
 * The block of the configuration that each of the values is of: by their order, or in a set the only one whose
 * constants the value has. `undefined` where `dynamic` blocks or the like make it impossible to tell.
 */
export function alignedBlocks(
  name: string,
  values: readonly unknown[],
  blocks: readonly unknown[],
): readonly unknown[] | undefined {
  if (values.length !== blocks.length) return undefined;
  if (!sets.has(name) || values.length === 1) return blocks;
  const aligned = values.map((value) => blocks.filter((block) => mayBe(value, block)));
  if (aligned.some((found) => found.length !== 1)) return undefined;
  return aligned.flat();
}

function mayBe(value: unknown, block: unknown): boolean {
  const members = recordOf(value);
  return [...recordOf(block)].every(([name, expression]) => {
    const written = recordOf(expression);
    if (!written.has('constant_value')) return true;
    return JSON.stringify(members.get(name)) === JSON.stringify(written.get('constant_value'));
  });
}
