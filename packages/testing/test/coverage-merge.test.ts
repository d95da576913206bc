import { appendFileSync, cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type CoverageData, mergeCoverage, noCoverage, totals } from '../src/coverage/coverage-data.js';
import { coverageReport } from '../src/coverage/make-report.js';
import { appendRecord, keepText, readRecords } from '../src/coverage/record-file.js';
import type { RecordedPolicy } from '../src/coverage/recorded-policy.js';
import { policyCoverage, startPolicyCoverage } from '../src/coverage.js';
import { createTestAccount } from '../src/index.js';
import { temporaryFolder } from './coverage-run.js';

const policyOf = (id: string): RecordedPolicy => ({
  id,
  name: id,
  source: { kind: 'file', path: `${id}.json`, text: id },
  place: { file: `${id}.json`, line: 1, column: 1 },
  statements: [
    {
      ...{ line: 2, column: 1, effect: 'Allow', negated: false },
      entries: [{ pattern: 'cognito-idp:*', line: 3, column: 1 }],
      conditions: [{ operator: 'Bool', key: 'aws:SecureTransport', line: 4, column: 1 }],
    },
  ],
});
const ids = ['one', 'two', 'three'];
const counterNames = [
  '0 statement matched',
  '0 statement allowed',
  '0 entry 0 cognito-idp:ListUsers matched',
  '0 condition 0 met',
];
const mapOf = <V>(keys: readonly string[], value: fc.Arbitrary<V>): fc.Arbitrary<ReadonlyMap<string, V>> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys), value), { selector: ([key]) => key })
    .map((entries) => new Map(entries));
const countsOf = mapOf(ids, mapOf(counterNames, fc.integer({ min: 1, max: 50 })));
const data: fc.Arbitrary<CoverageData> = fc
  .record({
    known: fc.uniqueArray(fc.constantFrom(...ids)),
    counts: mapOf(['p', 'q', 'r'], countsOf),
    holder: fc.constantFrom('role/A', 'role/B'),
  })
  .map(({ known, counts, holder }) => ({
    policies: new Map(known.map((id) => [id, policyOf(id)])),
    uses: new Map(known.map((id) => [id, new Map([[holder, { holder, policyType: 'identity' as const }]])])),
    counts,
    texts: new Map(known.map((id) => [id, `text of ${id}`])),
  }));
const report = (...all: readonly CoverageData[]) => coverageReport(mergeCoverage(...all));

describe('records of several processes', () => {
  it('come together in any order, and any number of times', () => {
    fc.assert(
      fc.property(data, data, data, (one, two, three) => {
        const all = mergeCoverage(one, two, three);
        expect(mergeCoverage(three, one, two)).toEqual(all);
        expect(mergeCoverage(one, mergeCoverage(two, three))).toEqual(all);
        expect(mergeCoverage(all, two, all)).toEqual(all);
        expect(mergeCoverage(all, noCoverage)).toEqual(all);
        expect(report(two, three, one)).toEqual(report(all));
      }),
      { numRuns: 100 },
    );
  });

  it('add up, and what a process says again later takes the place of what it said', () => {
    const said = (process: string, count: number): CoverageData => ({
      ...noCoverage,
      counts: new Map([[process, new Map([['one', new Map([['0 statement matched', count]])]])]]),
    });
    const merged = mergeCoverage(said('p', 5), said('q', 2), said('p', 3));
    expect(totals(merged).get('one')?.get('0 statement matched')).toBe(7);
  });

  it('are the same out of files, however often these are read and copied', () => {
    fc.assert(
      fc.property(data, (one) => {
        const [folder, copy] = [temporaryFolder(), temporaryFolder()];
        for (const [hash, text] of one.texts)
          for (let twice = 0; twice < 2; twice++) keepText(folder, hash, text);
        for (const policy of one.policies.values()) {
          appendRecord(folder, 'p', [{ policy }]);
          for (const use of one.uses.get(policy.id)?.values() ?? [])
            appendRecord(folder, 'q', [{ use, of: policy.id }]);
        }
        for (const [process, policies] of one.counts) {
          for (const [id, counters] of policies) {
            appendRecord(folder, process, [
              { counts: { [id]: Object.fromEntries([...counters].map(([name]) => [name, 1])) } },
            ]);
            appendRecord(folder, process, [{ counts: { [id]: Object.fromEntries(counters) } }]);
          }
        }
        cpSync(folder, copy, { recursive: true });
        expect(report(readRecords(folder), readRecords(copy))).toEqual(report(one));
      }),
      { numRuns: 20 },
    );
  });

  it('may end in the middle of a line, and are no other files', () => {
    const folder = temporaryFolder();
    appendRecord(folder, 'p', [
      { policy: policyOf('one') },
      { counts: { one: { '0 statement matched': 2 } } },
    ]);
    const [name = ''] = readdirSync(folder);
    appendFileSync(join(folder, name), '{"counts":{"one":{"0 statement matched":3');
    expect(policyCoverage({ folder, records: [folder], formats: [] }).report.policies).toMatchObject([
      { name: 'one', statements: [{ matched: 2 }] },
    ]);
    expect(readRecords(join(folder, 'none'))).toEqual(noCoverage);
    writeFileSync(join(folder, 'other.jsonl'), '{"version":2,"process":"other"}\n');
    expect(() => readRecords(folder)).toThrow(/other\.jsonl` is no record of policy coverage of version 1/);
  });

  it('cannot be where there is a file, which an account says when it is made', async () => {
    const folder = temporaryFolder();
    vi.stubEnv('COGNITO_IAM_COVERAGE', '');
    startPolicyCoverage(folder);
    writeFileSync(join(folder, 'records'), '');
    await expect(createTestAccount({ roles: {} })).rejects.toThrow(
      /policy coverage cannot be recorded in `.*records`/,
    );
  });
});
