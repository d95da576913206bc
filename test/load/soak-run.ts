import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Issuer } from './issuer.js';
import { KeyDoubts } from './key-doubts.js';
import type { Measured } from './orders.js';
import { type Slope, slope } from './slope.js';
import { Callers } from './soak-callers.js';
import { type AccountName, cases, rememberedFor, type SoakCase } from './soak-cases.js';
import { Subject } from './subject-process.js';

/** How long a soak is. */
export interface SoakLength {
  /** Asked after each round. */
  readonly enough: (rounds: number) => boolean;
  /** The share of the rounds before memory counts: until code is compiled, caches are full, connections are open. */
  readonly warmUp: number;
}

/** What a soak found. */
export interface SoakReport {
  readonly requests: number;
  readonly seconds: number;
  readonly allowed: number;
  readonly rounds: number;
  readonly reloads: number;
  readonly rotations: number;
  /** Rotations of which the authorizer was not told: it had to find the new key by itself. */
  readonly unaided: number;
  readonly keysFetched: number;
  /** Bytes that are kept for one more request, and what that comes to in the whole soak after the warm-up. */
  readonly memory: Slope;
  /** After each round, in bytes. */
  readonly retained: readonly number[];
  readonly mostConnections: number;
  /** Everything that is not as it should be; there is to be nothing. */
  readonly faults: readonly string[];
}

/** Requests in a round. */
const perRound = 500;

/** Requests under way at once. */
const atOnce = 24;

/**
 * How much more memory may be in use at the end, by the line through the measurements after the warm-up, in bytes.
 * What is measured is what a full collection leaves behind. A program that keeps nothing comes to a level: compiled
 * code and inline caches take a megabyte more in the first ten thousand requests and another in the next fifty
 * thousand, then the line is flat, with a noise of a tenth of a megabyte. The short soak is in the first of these
 * stretches, so it finds what keeps half a kilobyte of each request: the request itself, its members, its answer. The
 * long one would go beyond this if one request in a thousand were kept.
 */
export const mostGrowth: number = 2 * 1024 * 1024;

/** An issuer is asked again for a key that is not known, but not sooner than this after the last time. */
const cooldown = 31_000;

const ofSupport = cases.find(({ by }) => by === 'support');
const ofWithdrawn = cases.find(({ by }) => by === 'withdrawn');

/** A server that ends idle connections may end one just when the next request is on its way. */
const server = { keepAliveTimeout: 600_000 };

/** Sends requests of every case to every adapter in turn, with reloads and new keys in between, and checks it all. */
export async function soak(length: SoakLength, progress: (report: SoakReport) => void): Promise<SoakReport> {
  const issuer = await Issuer.start();
  const subject = await Subject.start({ issuer: issuer.issuer, jwks: issuer.jwks, server });
  const run = new Soak(issuer, subject, length.warmUp);
  try {
    do {
      await run.round();
      progress(run.report());
    } while (!length.enough(run.rounds));
    await run.finish();
    return run.report();
  } finally {
    await subject.stop();
    issuer.stop();
  }
}

class Soak {
  readonly #issuer: Issuer;
  readonly #subject: Subject;
  readonly #callers: Callers;
  readonly #warmUp: number;
  readonly #began = performance.now();
  readonly #faults: string[] = [];
  readonly #samples: Measured[] = [];
  readonly #counts = { requests: 0, allowed: 0, reloads: 0, rotations: 0, unaided: 0 };
  readonly #doubts = new KeyDoubts();
  /** The accounts that may be in force: two while one takes the place of the other. */
  #inForce: readonly AccountName[] = ['first'];
  #atStart: Measured | undefined;
  #epoch = 0;
  rounds = 0;

  constructor(issuer: Issuer, subject: Subject, warmUp: number) {
    this.#issuer = issuer;
    this.#subject = subject;
    this.#warmUp = warmUp;
    this.#callers = new Callers(issuer);
  }

  /** Five hundred requests, with a reload and perhaps a new key in the midst of them, and the measurement after them. */
  async round(): Promise<void> {
    this.#atStart ??= await this.#subject.measure();
    if (this.rounds % 4 === 3) await this.#rotate();
    let left = perRound;
    const caller = async () => {
      while (left > 0) {
        left--;
        if (left === perRound / 2) await this.#reload();
        else if (left === perRound / 4 && this.rounds % 4 === 1) await this.#rotateUnaided();
        else await this.#request();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, caller));
    const measured = await this.#subject.measure();
    this.#samples.push(measured);
    this.rounds++;
  }

  /** Another account from now on, while requests are under way. */
  async #reload(): Promise<void> {
    const [now = 'first'] = this.#inForce;
    const next = now === 'first' ? 'second' : 'first';
    this.#epoch++;
    this.#inForce = [now, next];
    await this.#subject.reload(next, false);
    this.#epoch++;
    this.#inForce = [next];
    this.#counts.reloads++;
  }

  /** Another key from now on; the authorizer may not ask the issuer again yet, and is told to start anew. */
  async #rotate(): Promise<void> {
    await this.#issuer.rotate();
    this.#callers.forgetTokens();
    const [now = 'first'] = this.#inForce;
    await this.#subject.reload(now, true);
    // The first token of the new key has the keys fetched; after that the one before is no longer known.
    await this.#request(ofSupport);
    this.#counts.rotations++;
  }

  /** Another key from now on, while requests are under way; the authorizer has to find it by itself. */
  async #rotateUnaided(): Promise<void> {
    const remembered = await this.#callers.newToken('issuer');
    await this.#request(ofSupport, remembered);
    await this.#issuer.rotate();
    const { fetched } = this.#issuer;
    this.#doubts.begin();
    this.#callers.forgetTokens();
    // The keys may be on their way just now; if they came after the clock was set, they would count as fetched then.
    await wait(100);
    await this.#pass(cooldown);
    this.#doubts.newKeyCounts();
    await this.#request(ofSupport);
    this.#doubts.oldKeyIsUnknown();
    // Once while time went by, where it was time again, and once after it.
    const times = this.#issuer.fetched - fetched;
    if (times < 1 || times > 2) this.#fault(`the keys were fetched ${times} times for a new one`);
    // What was verified before is taken for a while yet.
    await this.#pass(rememberedFor);
    await this.#request(ofWithdrawn, remembered);
    this.#counts.rotations++;
    this.#counts.unaided++;
  }

  /** Sets the clock of all ahead: a shorter time than that for which signed requests count. */
  async #pass(time: number): Promise<void> {
    await this.#subject.pass(time);
    this.#issuer.ahead += time;
  }

  async #request(chosen?: SoakCase, token?: string): Promise<void> {
    const n = this.#counts.requests++;
    const ports = [...this.#subject.ports];
    const [adapter, port] = ports[n % ports.length] ?? ['', 0];
    const row = chosen ?? cases[Math.floor(n / ports.length) % cases.length];
    if (row === undefined) throw new Error('there is no case');
    const mayCome = this.#doubts.watch(row.by);
    const given = await this.#callers.filledIn(row, n);
    const epoch = this.#epoch;
    const before = this.#inForce;
    try {
      const came = await this.#callers.send(port, given, token);
      // The authorizer was in one state from the beginning to the end, or the answer may be that of either account.
      const accounts = epoch === this.#epoch ? before : (['first', 'second'] as const);
      const expected = [...new Set(accounts.map((account) => given[account]))];
      const right =
        (expected.includes(came.said) || mayCome(came.said)) &&
        (came.said !== 'allowed' ||
          (came.operation === given.operation && isDeepStrictEqual(came.members, given.members)));
      if (came.said === 'allowed') this.#counts.allowed++;
      if (!right) {
        this.#fault(
          `${adapter}: ${row.name}: expected ${expected.join(' or ')}, got ${JSON.stringify(came)}`,
        );
      }
    } catch (error) {
      this.#fault(`${adapter}: ${row.name}: ${error instanceof Error ? error.stack : error}`);
    }
  }

  #fault(text: string): void {
    // Enough to begin with; a soak that goes wrong for an hour need not fill the memory of whoever watches it.
    if (this.#faults.length < 50) this.#faults.push(text);
  }

  /** Ends the connections, and waits until nothing is left of them. */
  async finish(): Promise<void> {
    this.#callers.stop();
    const atStart = this.#atStart?.resources ?? {};
    let left: Measured | undefined;
    for (let tries = 0; tries < 100; tries++) {
      left = await this.#subject.measure();
      if (left.connections === 0 && !hasMore(left.resources, atStart)) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    if (left === undefined) return;
    if (left.connections > 0) this.#fault(`${left.connections} connections are still open`);
    if (hasMore(left.resources, atStart)) {
      this.#fault(
        `resources at the end: ${JSON.stringify(left.resources)}; before: ${JSON.stringify(atStart)}`,
      );
    }
    const { memory } = this.report();
    if (memory.growth > mostGrowth) {
      this.#fault(`memory grew by ${Math.round(memory.growth)} bytes: ${memory.each.toFixed(1)} a request`);
    }
  }

  report(): SoakReport {
    const { requests } = this.#counts;
    const counted = this.#samples.slice(Math.floor(this.rounds * this.#warmUp));
    const points = counted.map(({ retained }, at): [number, number] => [at * perRound, retained]);
    const last = this.#samples.at(-1);
    return {
      ...this.#counts,
      requests,
      rounds: this.rounds,
      seconds: (performance.now() - this.#began) / 1000,
      keysFetched: this.#issuer.fetched,
      memory: points.length < 3 ? { each: 0, growth: 0 } : slope(points),
      retained: this.#samples.map(({ retained }) => retained),
      mostConnections: Math.max(...this.#samples.map(({ connections }) => connections)),
      faults: [...this.#faults, ...(last?.trouble ?? [])],
    };
  }
}

/** Whether there is more of anything than before; less, such as a port that loading a library needed, is no leak. */
function hasMore(now: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>): boolean {
  return Object.entries(now).some(([name, count]) => count > (before[name] ?? 0));
}
