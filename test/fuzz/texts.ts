import fc from 'fast-check';

/** A change of a text: at a place between 0 and 1, so many characters go and others come. */
interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

const places = fc.double({ min: 0, max: 1, noNaN: true });

/** The texts of `original` with a few places changed, to pieces of `fragments` or anything. */
export function edited(original: fc.Arbitrary<string>, fragments: readonly string[]): fc.Arbitrary<string> {
  const inserted = fc.oneof(
    { arbitrary: fc.constantFrom('', ...fragments), weight: 4 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 3 }), weight: 1 },
  );
  const edit: fc.Arbitrary<Edit> = fc.record({ at: places, removed: fc.nat(6), inserted });
  return fc.tuple(original, fc.array(edit, { maxLength: 4 })).map(([text, edits]) =>
    edits.reduce((changed, { at, removed, inserted: piece }) => {
      const start = Math.floor(at * (changed.length + 1));
      return changed.slice(0, start) + piece + changed.slice(start + removed);
    }, text),
  );
}

/** A short text many times over: what takes more than linear time shows. */
export function repeated(units: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const times = fc.oneof(
    { arbitrary: fc.nat(20), weight: 20 },
    { arbitrary: fc.constantFrom(1_000, 10_000, 40_000), weight: 1 },
  );
  return fc.tuple(units, times).map(([unit, count]) => unit.repeat(count));
}
