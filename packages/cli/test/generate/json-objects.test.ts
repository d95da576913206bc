import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonObjects } from '../../src/generate/json-objects.js';

function read(...pieces: readonly string[]) {
  const found: string[] = [];
  let broken = 0;
  const objects = jsonObjects(
    (text) => found.push(text),
    () => {
      broken += 1;
    },
  );
  for (const piece of pieces) objects.write(piece);
  objects.end();
  return { found: found.map((text) => JSON.parse(text)), broken };
}

const records = [{ a: 1 }, { b: { c: '}\\"{[' } }, { d: [{ e: [] }] }];
const lines = records.map((one) => JSON.stringify(one));
const cut = lines[1]?.slice(0, 12) ?? '';

describe('a log is cut into its records', () => {
  it.each([
    ['nothing', '', 0, 0],
    ['lines', lines.join('\n'), 3, 0],
    ['lines with a byte order mark and carriage returns', `\uFEFF${lines.join('\r\n')}\r\n`, 3, 0],
    ['one behind the other', lines.join(''), 3, 0],
    ['objects on many lines', records.map((one) => JSON.stringify(one, null, 2)).join('\n'), 3, 0],
    ['a list', JSON.stringify(records), 3, 0],
    ['a list on many lines', JSON.stringify(records, null, 2), 3, 0],
    ['Records', JSON.stringify({ Records: records }), 3, 0],
    ['Records on many lines', JSON.stringify({ Records: records }, null, 2), 3, 0],
    ['Records on lines without indentation', `{"Records":[\n${lines.join(',\n')}\n]}`, 3, 0],
    [
      'Events among other members',
      JSON.stringify({ x: { y: [1] }, Events: records, NextToken: 'a"]}' }),
      3,
      0,
    ],
    [
      'files behind each other',
      `${JSON.stringify({ Records: records })}\n${JSON.stringify({ Records: records })}`,
      6,
      0,
    ],
    ['no records', '{"Records":[]}', 0, 0],
    ['a line that is no JSON', `${lines[0]}\nhello { world\n${lines[2]}`, 2, 1],
    ['a record that is cut off', `${lines[0]}\n${cut}\n${lines[2]}`, 2, 1],
    ['a record that is cut off at the end', `${lines[0]}\n${cut}`, 1, 1],
    [
      'a file that is cut off, and another',
      `{"Records":[${lines[0]},${cut}\n{"Records":[${lines.join(',')}]}`,
      4,
      1,
    ],
  ])('%s', (_, text, count, broken) => {
    const result = read(text);
    expect(result).toMatchObject({ broken });
    expect(result.found).toHaveLength(count);
    expect(records).toEqual(expect.arrayContaining(result.found));
    // However the log arrives.
    expect(read(...text)).toEqual(result);
  });

  it('whatever they hold, and wherever the pieces of the log end', () => {
    const value = fc.dictionary(
      fc.string().filter((key) => !/^(Records|Events)$/.test(key)),
      fc.jsonValue(),
    );
    const write = fc.constantFrom(
      (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).join('\n'),
      (all: readonly unknown[]) => JSON.stringify({ Records: all }),
      (all: readonly unknown[]) => JSON.stringify(all, null, 1),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), write, fc.array(fc.nat(400)), (all, toText, cuts) => {
        const text = toText(all);
        const at = [0, ...[...cuts].sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect(read(...pieces)).toEqual({ found: JSON.parse(JSON.stringify(all)), broken: 0 });
      }),
    );
  });

  it('gives up a record that never ends, and holds no more of it', () => {
    const pieces = Array.from({ length: 40 }, () => 'x'.repeat(100_000));
    const result = read('{"a":"', ...pieces, `"}\n${lines[0]}`);
    expect(result).toEqual({ found: [records[0]], broken: 1 });
  });
});
