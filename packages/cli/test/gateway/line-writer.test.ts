import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const moment = () => vi.advanceTimersByTime(20);

test('lines of one moment are made and written together, in their order', () => {
  const { written, lines } = subject();
  lines.add(() => 'one');
  lines.add(() => undefined);
  lines.add(() => 'two');
  expect(written).toEqual([]);
  moment();
  expect(written).toEqual(['one\ntwo\n']);
  moment();
  expect(written).toHaveLength(1);
});

test('flush leaves nothing for later', () => {
  const { written, lines } = subject();
  lines.add(() => 'one');
  lines.flush();
  expect(written).toEqual(['one\n']);
  lines.flush();
  moment();
  expect(written).toEqual(['one\n']);
});

test('a line that cannot be made is missing, and no other', () => {
  const { written, failures, lines } = subject();
  const error = new Error('broken');
  lines.add(() => {
    throw error;
  });
  lines.add(() => 'two');
  moment();
  expect(written).toEqual(['two\n']);
  expect(failures).toEqual([error]);
});

test('no more than a thousand lines wait', () => {
  const { written, lines } = subject();
  for (let count = 0; count < 1_000; count++) lines.add(() => 'x');
  expect(written).toEqual(['x\n'.repeat(1_000)]);
});
