import { parseArgs } from 'node:util';
import { Coverage } from './coverage.js';
import { Host } from './hosts.js';
import { type Mutant, mutantsOf, sampleOf } from './mutants.js';
import { describeMutant, scoreOf, table } from './report.js';
import { type Fate, isSurvivor, keepResult, readResults } from './results.js';
import { digestOfAll, read, readEquivalents, sources } from './sources.js';

const { values, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    survivors: { type: 'boolean', default: false },
    least: { type: 'string', default: '0' },
  },
});

const everything = sources().flatMap((file) => mutantsOf(file, read(file)));
const equivalents = readEquivalents(everything);
const known = readResults();
const digest = digestOfAll();

function choose(): readonly Mutant[] {
  const asked = everything.filter(
    ({ id, file }) =>
      !equivalents.ids.has(id) && (paths.length === 0 || paths.some((path) => file.includes(path))),
  );
  if (values.survivors) return asked.filter(({ id }) => isSurvivor(known.get(id)?.fate));
  return values.sample === undefined ? asked : sampleOf(asked, Number(values.sample), values.seed);
}

async function fateOf(mutant: Mutant, coverage: Coverage, host: Host): Promise<Fate> {
  const { id, file, start, end, text } = mutant;
  const before = known.get(id);
  if (before?.digest === digest) return before.fate;
  const { tests, took } = coverage.testsOf(mutant);
  const task = { tests, mutant: { file, start, end, text } };
  // Loops that do not end are counted out; the time is for what hangs otherwise.
  const outcome = tests.length === 0 ? undefined : await host.run(task, 30_000 + 3 * took);
  const by = outcome?.failed;
  const ended: Fate = by === undefined ? 'survived' : 'killed';
  const fate: Fate = tests.length === 0 ? 'not run' : outcome === undefined ? 'hung' : ended;
  keepResult({ digest, id, fate, ...(by === undefined ? {} : { by }) });
  return fate;
}

/** Without a mutant a test must pass, also after all the others: else nothing found is worth anything. */
async function control(host: Host): Promise<void> {
  const test = 'packages/core/test/policy/cases.test.ts';
  const outcome = await host.run({ tests: [test] }, 600_000);
  if (outcome?.failed !== undefined || outcome === undefined)
    throw new Error(`${test} fails without mutants.`);
}

function note(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

async function main(): Promise<number> {
  const chosen = choose();
  console.log(
    `${chosen.length} of ${everything.length} mutants, ${equivalents.ids.size} known to be equivalent`,
  );
  const coverage = await Coverage.of(digest, note);
  const fates = new Map<Mutant, Fate>();
  const host = new Host();
  process.once('SIGINT', () => {
    host.close();
    process.exit(130);
  });
  try {
    for (const mutant of chosen) {
      note(
        `${fates.size}/${chosen.length} ${scoreOf([...fates.values()]).toFixed(1)} %  ${describeMutant(mutant)}`,
      );
      const fate = await fateOf(mutant, coverage, host);
      fates.set(mutant, fate);
      if (!isSurvivor(fate)) continue;
      note('');
      console.log(`${fate.padEnd(8)}  ${describeMutant(mutant)}`);
    }
    await control(host);
  } finally {
    host.close();
  }
  note('');
  console.log(`\n${table(fates)}`);
  for (const one of equivalents.stale)
    console.log(`There is no such mutant; take it out of equivalent.json: ${one}`);
  const least = Number(values.least);
  const score = scoreOf([...fates.values()]);
  if (score < least) console.log(`The score is below ${least} %: see test/mutation/README.md.`);
  return score < least || equivalents.stale.length > 0 ? 1 : 0;
}

process.exit(await main());
