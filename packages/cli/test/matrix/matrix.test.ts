import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PermissionMatrix } from '@cognito-iam/account';
import { describe, expect, it } from 'vitest';
import { matrixCsv } from '../../src/matrix/matrix-csv.js';
import { matrixPage } from '../../src/matrix/matrix-page.js';
import { runCommand } from '../../src/program.js';
import { collectingTerminal } from '../collecting-terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-matrix-'));
const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI';
const inline = (...Statement: object[]) => ({ inlinePolicies: { P: { Version: '2012-10-17', Statement } } });
const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
writeFileSync(
  join(folder, 'cognito-iam.json'),
  JSON.stringify({
    account: '123456789012',
    region: 'us-east-1',
    upstream: 'http://localhost:9229',
    issuers: [],
    roles: {
      Support: inline(
        { Effect: 'Allow', Action: ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'], Resource: pool },
        { Effect: 'Deny', Action: 'cognito-idp:AdminDeleteUser', Resource: '*' },
      ),
      Admin: { managedPolicies: ['AmazonCognitoPowerUser'] },
    },
    users: {
      alice: inline({ Effect: 'Allow', Action: 'cognito-idp:ListUserPools', Resource: '*', Condition: mfa }),
    },
  }),
);

async function run(...args: string[]) {
  const terminal = collectingTerminal(folder);
  const exitCode = await runCommand(['matrix', ...args], terminal);
  return { exitCode, out: terminal.printed.join('\n'), told: terminal.told.join('\n') };
}

describe('matrix', () => {
  it('prints a table, as wide as there is room', async () => {
    const { exitCode, out } = await run(
      '--action',
      'AdminGetUser',
      '--action',
      'AdminDeleteUser',
      '--action',
      'AdminDisableUser',
      '--action',
      'ListUserPools',
      '--action',
      'AdminCreateUser',
    );
    expect(exitCode).toBe(0);
    expect(out).toBe(`*
                    role/Admin  role/Support  user/alice
  ListUserPools     ✓           ·             ?1

us-east-1_AbCdEfGhI  ${pool}
                    role/Admin  role/Support  user/alice
  AdminCreateUser   ✓           ·             ·
  AdminDeleteUser   ✓           ✗             ·
  AdminDisableUser  ✓           ·             ·
  AdminGetUser      ✓           ✓             ·

any pool
                    role/Admin  role/Support  user/alice
  AdminCreateUser   ✓           ·             ·
  AdminDeleteUser   ✓           ✗             ·
  AdminDisableUser  ✓           ·             ·
  AdminGetUser      ✓           ?2            ·

?1  aws:MultiFactorAuthPresent
?2  which pool it is
✓ allowed  ? it depends  ✗ explicit deny  · denied`);
  });

  it('counts what nobody may', async () => {
    const { out } = await run(
      '--principal',
      'role/S*',
      '--resource',
      'us-east-1_AbCdEfGhI',
      '--action',
      'Admin*Get*',
      '--action',
      '*Users',
    );
    expect(out).toContain('  3 other actions: nobody');
  });

  it('puts columns that have no room below', async () => {
    const terminal = { ...collectingTerminal(folder), columns: 45 };
    await runCommand(['matrix', '--action', 'AdminGetUser', '--resource', 'any'], terminal);
    expect(terminal.printed.filter((line) => /role|user/.test(line))).toEqual([
      '                role/Admin  role/Support',
      '                user/alice',
    ]);
  });

  it('prints values for spreadsheets', async () => {
    const { out } = await run('--format', 'csv', '--principal', 'alice', '--resource', '*');
    expect(out.split('\n').slice(0, 2)).toEqual([
      'principal,action,accessLevel,resource,decision,dependsOn',
      'user/alice,CreateUserPool,Write,*,denied,',
    ]);
    expect(out).toContain('user/alice,ListUserPools,List,*,conditional,aws:MultiFactorAuthPresent');
  });

  it('prints data, the same each time', async () => {
    const { out } = await run('--format', 'json');
    const matrix: PermissionMatrix = JSON.parse(out);
    expect(matrix.principals.map(({ principal }) => principal)).toEqual([
      'role/Admin',
      'role/Support',
      'user/alice',
    ]);
    expect(matrix.resources.map(({ name }) => name)).toEqual(['*', 'us-east-1_AbCdEfGhI', 'any pool']);
    expect(matrix.principals[1]?.cells).toContainEqual({
      action: 'AdminGetUser',
      resource: 'any pool',
      decision: 'conditional',
      dependsOn: ['pool'],
      conditions: { oneOfEach: [[{ Resource: [pool] }]], unless: [] },
    });
    expect((await run('--format', 'json')).out).toBe(out);
  });

  it.each([
    [['--principal', 'Bob'], 'no role or user is called `Bob`; known: role/Support, role/Admin, user/alice'],
    [['--action', 'AdminGetUsr'], 'did you mean `AdminGetUser`?'],
    [['--action', 'SignUp'], 'AWS does not ask IAM about `SignUp`'],
    [
      ['--action', 'ListUserPools', '--resource', 'any'],
      'none of these actions is asked about any of these resources',
    ],
  ])('says what is wrong with %j', async (args, message) => {
    const { exitCode, told } = await run(...args);
    expect(exitCode).toBe(2);
    expect(told).toContain(message);
  });
});

const hostile = `<script>alert(1)</script>"'&=`;
const matrix: PermissionMatrix = {
  resources: [{ name: hostile, resource: 'arn' }],
  actions: [{ name: 'AdminGetUser', accessLevel: 'Read', onPool: true }],
  principals: [
    {
      principal: hostile,
      cells: [{ action: 'AdminGetUser', resource: hostile, decision: 'conditional', dependsOn: [hostile] }],
    },
    { principal: '=1,2', cells: [{ action: 'AdminGetUser', resource: hostile, decision: 'denied' }] },
  ],
};

describe('the page', () => {
  const page = matrixPage(matrix);

  it('makes text of every name', () => {
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;&#39;&amp;=/g)).toHaveLength(3);
    expect(page).not.toContain('alert(1)</');
  });

  it('loads nothing, and allows its own script and style only', () => {
    expect(page).not.toMatch(/(?:src|href)=|url\(|@import/);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    for (const [name, directive] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ]) {
      const text = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(page)?.[1] ?? '';
      const hash = createHash('sha256').update(text).digest('base64');
      expect(text.length).toBeGreaterThan(100);
      expect(policy).toContain(`${directive} 'sha256-${hash}'`);
    }
  });

  it('can be read without seeing it, by day and by night', () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<th scope="row">AdminGetUser</th>');
    expect(page.match(/<th scope="col"/g)).toHaveLength(5);
    expect(page).toContain(
      '<span aria-hidden="true">?</span><span class="unseen">it depends on </span><code>',
    );
    expect(page).toContain('<label>Principals <input');
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('position: sticky');
  });
});

it('no spreadsheet takes a name for a formula', () => {
  expect(matrixCsv(matrix)).toEqual([
    'principal,action,accessLevel,resource,decision,dependsOn',
    `"${hostile.replace('"', '""')}",AdminGetUser,Read,"${hostile.replace('"', '""')}",conditional,"${hostile.replace('"', '""')}"`,
    `"'=1,2",AdminGetUser,Read,"${hostile.replace('"', '""')}",denied,`,
  ]);
});
