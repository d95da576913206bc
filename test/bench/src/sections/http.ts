import { type ChildProcess, fork } from 'node:child_process';
import autocannon from 'autocannon';
import { type Contender, contenders } from '../http/servers.js';
import type { HttpMessage } from '../http-process.js';
import type { Cell, Row, Section, Settings, Table } from '../section.js';
import { measure, ratio } from '../statistics.js';

const howLoaded =
  'The load comes from another process over 16 kept-alive connections, one application at a time.';

/** An application that is running, and what was measured of it. */
interface Running {
  readonly name: string;
  readonly bare: string;
  readonly child: ChildProcess;
  readonly load: autocannon.Options;
  readonly perSecond: number[];
  /** CPU time of the server's process a request, in nanoseconds. */
  readonly cpu: number[];
}

/** Requests a second, and CPU time a request, of applications with and without a check. */
export const httpSection: Section = {
  name: 'http',
  measure: (settings) =>
    measureServers(contenders, 'Koa', settings, {
      section: 'http',
      title: 'Applications under load',
      about:
        'POST of AdminGetUser with a token that was seen before; every application parses the body and answers 60 bytes. ' +
        'Each lets the request through and, unless it is bare, refuses a denied action and a forged token before it is timed. ' +
        '× is the ratio to the bare framework with the same body parser, in the same rounds; more is better in both.',
    }),
};

/** Loads servers in turn, round after round; the one called `twice` is there a second time, as the control. */
export async function measureServers(
  servers: readonly Contender[],
  twice: string,
  { quick, rounds, progress }: Settings,
  texts: Pick<Table, 'section' | 'title' | 'about'>,
): Promise<Table> {
  const running: Running[] = [];
  const notes = [howLoaded];
  // Many short ones: two that are compared lie close together, and one that is disturbed weighs little.
  const turns = quick ? rounds.rounds : 2 * rounds.rounds;
  const control = servers
    .filter(({ name }) => name === twice)
    .map(({ bare }) => ({ name: `control: ${twice} once more`, start: twice, bare }));
  try {
    for (const { name, start, bare } of [
      ...servers.map((one) => ({ ...one, start: one.name })),
      ...control,
    ]) {
      progress.say(`${name}: getting ready`);
      const child = fork(new URL('../http-process.js', import.meta.url), [start], {
        env: { ...process.env, NODE_ENV: 'production' },
      });
      const ready = await answerOf(child);
      if (!('port' in ready)) {
        notes.push(`not timed: ${name}: ${'error' in ready ? ready.error : 'it does not listen'}`);
        child.kill();
        continue;
      }
      const { port, headers, body } = ready;
      const url = `http://127.0.0.1:${port}/`;
      const load = { url, method: 'POST' as const, headers, body, connections: 16 };
      running.push({ name, bare, child, load, perSecond: [], cpu: [] });
      await autocannon({ ...load, duration: quick ? 1 : 4 });
    }
    for (let round = 0; round < turns; round++) {
      // There and back: what a machine does in the meantime is not always to the disadvantage of the same.
      for (const one of round % 2 === 0 ? running : running.toReversed()) {
        progress.say(`${one.name}: round ${round + 1} of ${turns}`);
        await loadOnce(one, 1);
      }
    }
  } finally {
    for (const { child } of running) child.kill();
  }
  return {
    ...texts,
    columns: ['requests a second', '× bare', 'CPU time a request', '× bare, by CPU time'],
    rows: running.map((one) => rowOf(one, running)),
    notes,
  };
}

async function loadOnce(one: Running, duration: number): Promise<void> {
  const before = await cpuOf(one.child);
  const { requests, non2xx, errors, duration: seconds } = await autocannon({ ...one.load, duration });
  const used = (await cpuOf(one.child)) - before;
  if (non2xx + errors > 0) throw new Error(`${one.name}: ${non2xx} refused, ${errors} failed`);
  one.perSecond.push(requests.total / seconds);
  one.cpu.push((used * 1000) / requests.total);
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const answer = answerOf(child);
  child.send('cpu');
  const message = await answer;
  if (!('cpuMicroseconds' in message)) throw new Error('the application ended');
  return message.cpuMicroseconds;
}

function answerOf(child: ChildProcess): Promise<HttpMessage> {
  return new Promise((resolve) => {
    const ended = (code: number | null) => resolve({ error: `ended with code ${code}` });
    child.once('exit', ended);
    child.once('message', (message: HttpMessage) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

function rowOf({ name, bare, perSecond, cpu }: Running, running: readonly Running[]): Row {
  const base = running.find((one) => one.name === bare);
  const cells: Record<string, Cell> = {
    'requests a second': { kind: 'perSecond', measure: measure(perSecond) },
    'CPU time a request': { kind: 'nanoseconds', measure: measure(cpu) },
  };
  if (base === undefined) return { name, cells };
  cells['× bare'] = { kind: 'ratio', measure: ratio(perSecond, base.perSecond) };
  cells['× bare, by CPU time'] = { kind: 'ratio', measure: ratio(base.cpu, cpu) };
  return { name, cells };
}
