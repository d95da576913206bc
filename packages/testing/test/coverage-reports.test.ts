import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { PolicyDocument } from '@cognito-iam/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { coveragePage } from '../src/coverage/coverage-page.js';
import { coverageTable } from '../src/coverage/coverage-table.js';
import { terminalStyle } from '../src/coverage/terminal-style.js';
import { type CoverageOptions, type CoverageReport, policyCoverage } from '../src/coverage.js';
import { createTestAccount, fromConfig } from '../src/index.js';
import { PolicyCoverageReporter } from '../src/vitest-reporter.js';
import { coverageOf, temporaryFolder } from './coverage-run.js';

const files = new URL('files', import.meta.url).pathname;
const on = 'us-east-1_AbCdEfGhI';
const place = 'packages/testing/test/files';
const document: PolicyDocument = {
  Version: '2012-10-17',
  Id: '<b>&"Read"',
  Statement: [
    {
      Sid: 'Read',
      Effect: 'Allow',
      Action: ['cognito-idp:AdminGetUser', 'cognito-idp:List*'],
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    },
    { Effect: 'Deny', NotAction: 'cognito-idp:Admin*', Resource: '*' },
  ],
};

const { report, folder: recorded } = await coverageOf(async () => {
  const account = await createTestAccount(fromConfig('cognito-iam.yaml', { folder: files }));
  account.role('Support').answers(['AdminGetUser', 'AdminDeleteUser', 'AdminResetUserPassword'], { on });
  const own = await createTestAccount({ roles: { Help: { inlinePolicies: { Own: document } } } });
  own.with({ sourceIp: '10.0.0.1' }).role('Help').can('AdminGetUser', { on });
});
const plain = terminalStyle({ columns: 80 }, { NO_COLOR: '1' });
const empty: CoverageReport = (await coverageOf(() => undefined)).report;

describe('the table', () => {
  it('is aligned, and names every place that nothing exercised', () => {
    expect(coverageTable(report, plain)).toEqual([
      'Policy coverage',
      '--------------------------------------|---------|-----------|---------|---------',
      'Policy                                | % Stmts | % Actions | % Conds | Lines',
      '--------------------------------------|---------|-----------|---------|---------',
      'All policies                          |   42.85 |        40 |    37.5 |',
      '…st/files/cognito-iam.yaml: NoDeletes |       0 |         0 |       - | 9',
      '…les/policies/support.json: HelpUsers |      50 |        40 |   35.71 | 7,10,22',
      ' role/Help: Own                       |      50 |     66.66 |      50 | 10,15,19',
      '--------------------------------------|---------|-----------|---------|---------',
      'Never exercised',
      `  ${place}/cognito-iam.yaml:9:9  never matched (Allow ReadOnly of NoDeletes)`,
      `  ${place}/policies/support.json:7:46  ListUsers never matched (Allow ReadUsers of HelpUsers)`,
      `  ${place}/policies/support.json:10:5  never matched (Allow ResetWithSecondFactor of HelpUsers)`,
      `  ${place}/policies/support.json:22:5  never matched (Allow TagPools of HelpUsers)`,
      '  role/Help  List* never matched (Allow Read of Own)',
      '  role/Help  IpAddress aws:SourceIp always met (Allow Read of Own)',
      '  role/Help  never matched (Deny statement 2 of Own)',
    ]);
  });

  it('has colours in a terminal only', () => {
    const coloured = (stream: object, environment = {}) =>
      coverageTable(report, terminalStyle(stream, environment)).join('\n').includes('\u001b[');
    expect(coloured({ isTTY: true })).toBe(true);
    expect(coloured({ isTTY: false })).toBe(false);
    expect(coloured({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(coloured({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(coloured({ isTTY: false }, { FORCE_COLOR: '1' })).toBe(true);
    const bare = coverageTable(report, terminalStyle({ isTTY: true, columns: 80 }, {})).map((line) =>
      stripVTControlCharacters(line).trimEnd(),
    );
    expect(bare).toEqual(coverageTable(report, plain));
  });

  it('fits the terminal, be it narrow or wide', () => {
    for (const columns of [60, 80, 120, 200]) {
      const table = coverageTable(report, { ...plain, columns });
      const rows = table.slice(0, table.indexOf('Never exercised'));
      expect(Math.max(...rows.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(
        new Set(rows.flatMap((line) => (line.includes(' | ') ? line.indexOf(' | ') : []))),
      ).toHaveProperty('size', 1);
    }
  });

  it('says that there was nothing to count', () => {
    expect(coverageTable(empty, plain)).toEqual([
      'Policy coverage: no account with policies about Cognito user pools was made in this run',
    ]);
  });
});

describe('the page', () => {
  const page = coveragePage(report);

  it('needs nothing else, and runs nothing', () => {
    expect(page).not.toMatch(/<script|\bsrc=|\bhref="(?!#)|url\(|@import| style="|\bon\w+="/);
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(page).toContain('prefers-color-scheme: dark');
  });

  it('has every link lead somewhere, and every id once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('shows sources as they are, with counts in the margin and marks in the line', () => {
    expect(page).not.toContain('<b>');
    expect(page).toContain('&quot;Id&quot;: &quot;&lt;b&gt;&amp;\\&quot;Read\\&quot;&quot;');
    expect(page).toMatch(/<tr id="source-\d-9" class="hit">.*✓1.*✗0.*&quot;cognito-idp:AdminGetUser&quot;/);
    expect(page).toMatch(
      /<tr id="source-\d-10" class="never">.*<mark class="never"[^>]*>cognito-idp:List\*<\/mark>/,
    );
    expect(page).toMatch(/class="half">.*<mark class="half"[^>]*>aws:SourceIp<\/mark>/);
  });

  it('is whole where nothing was counted', () => {
    expect(coveragePage(empty)).toContain('No account with policies about Cognito user pools');
  });
});

describe('policyCoverage', () => {
  const printed: string[] = [];
  const run = (options: CoverageOptions) => {
    printed.length = 0;
    return policyCoverage({ folder: recorded, print: (line) => printed.push(line), ...options });
  };

  it('prints the table and writes page and data', () => {
    const { files: written, missed } = run({});
    expect(printed.slice(1)).toEqual(coverageTable(report, terminalStyle()).slice(1));
    expect(written).toEqual([join(recorded, 'index.html'), join(recorded, 'coverage.json')]);
    expect(JSON.parse(readFileSync(join(recorded, 'coverage.json'), 'utf8'))).toEqual(report);
    expect(missed).toEqual([]);
  });

  it('writes only what it is asked for', () => {
    const folder = temporaryFolder();
    expect(run({ folder, records: [join(recorded, 'records')], formats: ['json'] }).report).toEqual(report);
    expect(printed).toEqual([]);
    expect(existsSync(join(folder, 'coverage.json'))).toBe(true);
    expect(existsSync(join(folder, 'index.html'))).toBe(false);
  });

  it('says which thresholds are missed', () => {
    const { statements } = report.summary;
    const reached = run({ thresholds: { statements: statements.percent, conditions: 0 }, formats: [] });
    expect(reached.missed).toEqual([]);
    expect(run({ thresholds: { statements: 100, actions: 1 }, formats: [] }).missed).toEqual([
      `policy coverage of statements is ${statements.percent}% (${statements.covered} of ${statements.total}), and the threshold is 100%`,
    ]);
    expect(printed.join()).toMatch(/ERROR: policy coverage of statements is/);
  });

  it('reaches no threshold where nothing was counted', () => {
    const nothing = { folder: temporaryFolder(), formats: [] };
    expect(run({ ...nothing, thresholds: { conditions: 1 } }).missed).toEqual([
      'policy coverage has a threshold, and no account with policies about Cognito user pools was made',
    ]);
    expect(run({ ...nothing, thresholds: { conditions: 0 } }).missed).toEqual([]);
  });

  it.each<[object, string]>([
    [{ treshold: {} }, '`treshold` is no option of policy coverage; did you mean `thresholds`?'],
    [{ thresholds: { statement: 1 } }, 'did you mean `statements`?'],
    [{ thresholds: { actions: 101 } }, '`thresholds.actions` is a percentage from 0 to 100; got 101'],
    [{ thresholds: { actions: '80' } }, 'got 80'],
    [{ formats: 'html' }, "`formats` is a list of names; write ['html']"],
    [{ records: 'coverage' }, "`records` is a list of names; write ['coverage']"],
    [{ formats: ['xml'] }, '`xml` is no option of `formats`'],
  ])('refuses %j at once', (options, message) => {
    expect(() => policyCoverage(options)).toThrow(message);
    expect(() => new PolicyCoverageReporter(options)).toThrow(message);
  });
});

describe('the reporter of vitest', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    [{ statements: 100 }, undefined],
    [{ statements: 101 / 2 }, 1],
  ])('begins each run anew, reports it, and fails it below a threshold: %j', async (thresholds, exitCode) => {
    const root = temporaryFolder();
    const printed: string[] = [];
    vi.stubEnv('COGNITO_IAM_COVERAGE', '');
    const reporter = new PolicyCoverageReporter({ thresholds, formats: ['text', 'json'] });
    reporter.onInit({ config: { root }, logger: { log: (line: string) => printed.push(line) } } as never);
    for (const action of ['DescribeUserPool', 'ListGroups'] as const) {
      reporter.onTestRunStart();
      const inlinePolicies = { Help: document };
      const account = await createTestAccount({ roles: { Help: { inlinePolicies } } });
      expect(account.role('Help').can(action, { on }).allowed).toBe(false);
      if (exitCode === undefined)
        account.with({ sourceIp: '10.0.0.1' }).role('Help').can('AdminGetUser', { on });
      await Promise.resolve();
      const before = process.exitCode;
      reporter.onTestRunEnd();
      const after = process.exitCode;
      process.exitCode = before;
      expect(after).toBe(exitCode ?? before);
    }
    const text = readFileSync(join(root, 'coverage', 'policies', 'coverage.json'), 'utf8');
    const { policies }: CoverageReport = JSON.parse(text);
    expect(policies[0]?.statements[1]?.matched).toBe(1);
    expect(printed.filter((line) => line.includes('Policy coverage'))).toHaveLength(2);
  });
});
