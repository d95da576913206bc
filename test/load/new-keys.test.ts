import { afterAll, expect, test } from 'vitest';
import { Issuer } from './issuer.js';
import { names } from './loaded.js';
import { Callers } from './soak-callers.js';
import { cases, rememberedFor } from './soak-cases.js';
import { Subject } from './subject-process.js';

const issuer = await Issuer.start();
const subject = await Subject.start({ issuer: issuer.issuer, jwks: issuer.jwks, stands: true });
const callers = new Callers(issuer);
afterAll(async () => {
  callers.stop();
  await subject.stop();
  issuer.stop();
});

const row = cases.find(({ by, first }) => by === 'support' && first === 'allowed');
let sent = 0;

async function pass(time: number): Promise<void> {
  await subject.pass(time);
  issuer.ahead += time;
}

test.each(names)('%s finds a new key with its first token, without a reload', async (name) => {
  async function said(token: string): Promise<string> {
    if (row === undefined) throw new Error('there is no case');
    const given = await callers.filledIn(row, sent++);
    return (await callers.send(subject.port(name), given, token)).said.replace(/:.*/, '');
  }
  const allOf = async (tokens: readonly Promise<string>[]) =>
    new Set(await Promise.all(tokens.map(async (token) => said(await token))));
  const many = (signer: 'issuer' | 'withdrawn', count: number) =>
    Array.from({ length: count }, () => callers.newToken(signer));
  const allowed = new Set(['allowed']);
  const refused = new Set(['UnrecognizedClientException']);

  const seen = await callers.newToken('issuer');
  expect(await said(seen)).toBe('allowed');
  const { fetched } = issuer;
  await issuer.rotate();
  // The keys were fetched just now, or for the adapter before this one.
  expect(await allOf(many('withdrawn', 10))).toEqual(allowed);
  expect(issuer.fetched).toBe(fetched);

  await pass(30_000);
  // Those of both keys at once, and fewer than are remembered.
  const [news, olds] = await Promise.all([
    allOf(many('issuer', 60)),
    allOf(Array.from({ length: 60 }, async () => seen)),
  ]);
  expect(news).toEqual(allowed);
  expect(olds).toEqual(allowed);
  expect(issuer.fetched).toBe(fetched + 1);
  expect(await allOf(many('withdrawn', 60))).toEqual(refused);
  expect(await allOf(many('issuer', 1))).toEqual(allowed);
  expect(issuer.fetched).toBe(fetched + 1);

  await pass(rememberedFor);
  expect(await allOf(Array.from({ length: 60 }, async () => seen))).toEqual(refused);
  expect(await allOf(many('issuer', 1))).toEqual(allowed);
  // The key that is gone may be there again: once more, for all who bring it.
  expect(issuer.fetched).toBe(fetched + 2);

  await issuer.rotate();
  await pass(599_999);
  expect(await allOf(many('withdrawn', 1))).toEqual(allowed);
  await pass(1);
  expect(await allOf(many('withdrawn', 10))).toEqual(refused);
  expect(issuer.fetched).toBe(fetched + 3);
  expect(await allOf(many('issuer', 10))).toEqual(allowed);
  expect(issuer.fetched).toBe(fetched + 3);
});
