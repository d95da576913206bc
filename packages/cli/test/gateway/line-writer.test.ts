import { expect, test } from 'vitest';
import { lineWriter } from '../../src/gateway/line-writer.js';

function subject() {
  const written: string[] = [];
  const failures: unknown[] = [];
  const lines = lineWriter(
    (text) => written.push(text),
    (error) => failures.push(error),
  );
  return { written, failures, lines };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('lines of one turn are made and written together, in their order', async () => {
  const { written, lines } = subject();
  lines.add(() => 'one');
  lines.add(() => undefined);
  lines.add(() => 'two');
  expect(written).toEqual([]);
  await turn();
  expect(written).toEqual(['one\ntwo\n']);
  await turn();
  expect(written).toHaveLength(1);
});

test('flush leaves nothing for later', async () => {
  const { written, lines } = subject();
  lines.add(() => 'one');
  lines.flush();
  expect(written).toEqual(['one\n']);
  lines.flush();
  await turn();
  expect(written).toEqual(['one\n']);
});

test('a line that cannot be made is missing, and no other', async () => {
  const { written, failures, lines } = subject();
  const error = new Error('broken');
  lines.add(() => {
    throw error;
  });
  lines.add(() => 'two');
  await turn();
  expect(written).toEqual(['two\n']);
  expect(failures).toEqual([error]);
});

test('no more than a thousand lines wait', () => {
  const { written, lines } = subject();
  for (let count = 0; count < 1_000; count++) lines.add(() => 'x');
  expect(written).toEqual(['x\n'.repeat(1_000)]);
});
