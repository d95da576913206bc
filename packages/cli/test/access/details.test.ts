import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/program.js';
import { collectingTerminal } from '../collecting-terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-details-'));
const condition = { StringEquals: { 'aws:Stage': 'dev' } };
const statement = { Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*', Condition: condition };
writeFileSync(
  join(folder, 'policy.json'),
  JSON.stringify({ Version: '2012-10-17', Statement: [statement, { ...statement, Condition: undefined }] }),
);
const check = async (...args: readonly string[]) => {
  const terminal = collectingTerminal(folder);
  const given = ['check', '--policies', 'policy.json', '--action', 'ListUserPools', ...args];
  return { code: await runCommand(given, terminal), told: terminal.told.join('\n') };
};

it.each(['abc', '10.1.2.333', '10.1.2', '', 'fe80::1%eth0', '10.0.0.0/8'])(
  'refuses the address %j',
  async (address) => {
    const { code, told } = await check('--source-ip', address);
    expect([code, told]).toEqual([2, expect.stringContaining(`\`${address}\` is no IP address`)]);
  },
);

it.each(['10.1.2.3', '2001:db8::1'])('takes the address %s', async (address) => {
  expect(await check('--source-ip', address)).toEqual({ code: 0, told: '' });
});

it.each([
  [
    'aws:SourceIpp=1.2.3.4',
    'warning  there is no condition key `aws:SourceIpp`; did you mean `aws:SourceIp`?',
  ],
  [
    'aws:Zzzzzzzzzzzzzzzz=1',
    'warning  there is no condition key `aws:Zzzzzzzzzzzzzzzz`; no policy asks about it',
  ],
  ['AWS:sourceip=1.2.3.4', ''],
  ['aws:PrincipalTag/team=blue', ''],
  ['aws:stage=dev', ''],
  ['custom:key=1', ''],
])('of --context %s says %j', async (pair, told) => {
  expect(await check('--context', pair)).toEqual({ code: 0, told });
});
