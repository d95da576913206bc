import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callers } from '../../src/http/callers.js';
import { Refusal, refuse } from '../../src/http/refusal.js';

/** What is found in headers that come one after the other: the credentials, or the refusal. */
function foundIn(headers: readonly string[], find = finder()): unknown[] {
  return headers.map((authorization) =>
    find({ method: 'POST', url: '/', headers: { authorization }, body: '', secure: false }),
  );
}

/** Refuses everything, and says why: with the scheme's row and the credentials that it got. */
function finder(): ReturnType<typeof callers> {
  return callers({
    bearer: (token) => refuse('unrecognizedClient', `bearer ${JSON.stringify(token)}`),
    accessKey: (credentials) => refuse('unrecognizedClient', `access key ${JSON.stringify(credentials)}`),
  });
}

test('a header that came before is read as at first, whatever came between', () => {
  const part = fc.constantFrom('Bearer ', 'bearer ', ' ', ',', 'a', 'b', 'AWS4-HMAC-SHA256 ', 'Basic ');
  const header = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(header, { maxLength: 8 }), (headers) => {
      const twice = headers.flatMap((one) => [one, one]);
      expect(foundIn(twice)).toEqual(twice.flatMap((one) => foundIn([one])));
    }),
  );
});

test('the token alone is handed on, time and again', () => {
  const [first, again] = foundIn(['Bearer a', 'Bearer a']);
  expect(first).toBeInstanceOf(Refusal);
  expect(again).toEqual(first);
  expect(first).toMatchObject({ why: 'bearer "a"' });
});
