import { afterAll, expect } from 'vitest';
import { adapters } from '../conformance/adapters.js';
import { Issuer } from './issuer.js';
import type { Measured, SubjectOptions } from './orders.js';
import { Requests } from './requests.js';
import { Subject } from './subject-process.js';
import { Wire } from './wire.js';

/** The names of all adapters. */
export const names: readonly string[] = adapters.map(({ name }) => name);

/** What is under load, for the tests of one file. */
export interface Loaded {
  readonly subject: Subject;
  readonly requests: Requests;
  /** That an adapter serves whoever comes now. */
  serves(adapter: string): Promise<void>;
  /**
   * That nothing is left of what has been: no connection, no memory beyond what was retained `before` and a little,
   * no trouble. Waits for it, since neither ends of connections nor finalizers come at once.
   */
  isAsBefore(before: Measured): Promise<void>;
}

/**
 * What may be retained beyond what was before, in bytes: code compiled meanwhile, and caches that are not full yet.
 * Every test sends so much that keeping a tenth of it would be more.
 */
const little = 3 * 1024 * 1024;

/** Starts a subject for the tests of one file, and ends it after them. */
export async function loaded(server?: SubjectOptions['server']): Promise<Loaded> {
  const issuer = await Issuer.start();
  const subject = await Subject.start({
    issuer: issuer.issuer,
    jwks: issuer.jwks,
    ...(server && { server }),
  });
  afterAll(async () => {
    await subject.stop();
    issuer.stop();
  });
  const requests = await Requests.from(issuer);

  return {
    subject,
    requests,
    async serves(adapter) {
      const wire = await Wire.to(subject.port(adapter));
      for (const kind of ['allowed', 'denied', 'malformed', 'public'] as const) {
        const { text, status, holds } = requests.next(kind);
        await wire.send(text);
        expect(await wire.answer()).toEqual({ status, body: expect.stringContaining(holds) });
      }
      wire.reset();
    },
    async isAsBefore(before) {
      const left = async () => {
        const { retained, connections, trouble } = await subject.measure();
        return { connections, trouble, kept: Math.max(0, retained - before.retained - little) };
      };
      await expect
        .poll(left, { timeout: 20_000, interval: 200 })
        .toEqual({ connections: 0, trouble: [], kept: 0 });
    },
  };
}
