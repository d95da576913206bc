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

const address = 'is an IP address such as 10.1.2.3 or 2001:db8::1; got';
it.each([
  ['aws:SourceIp=300.1.1.1', `\`aws:SourceIp\` ${address} 300.1.1.1`],
  ['AWS:VpcSourceIp=10.0.0.0/8', `\`AWS:VpcSourceIp\` ${address} 10.0.0.0/8`],
  ['aws:MultiFactorAuthPresent=yes', '`aws:MultiFactorAuthPresent` is `true` or `false`; got yes'],
  ['aws:MultiFactorAuthAge=5m', '`aws:MultiFactorAuthAge` is a number; got 5m'],
  ['aws:CurrentTime=tomorrow', '`aws:CurrentTime` is a date such as 2027-03-01T12:00:00Z; got tomorrow'],
  [
    'aws:EpochTime=1790000000000',
    '`aws:EpochTime` is seconds since 1970, or a date such as 2027-03-01T12:00:00Z; got 1790000000000; write 1790000000',
  ],
])('refuses --context %s, and the same in a file', async (pair, problem) => {
  expect(await check('--context', pair)).toEqual({ code: 2, told: `error  ${problem}` });
  const [key = '', value = ''] = pair.split('=');
  writeFileSync(join(folder, 'context.json'), JSON.stringify({ 'custom:one': 1, [key]: [value] }));
  const inFile = await check('--context-file', 'context.json');
  expect(inFile).toEqual({ code: 2, told: `error  context.json:1:17  ${problem}` });
});

it.each([
  'aws:SourceIp=2001:db8::1',
  'aws:MultiFactorAuthPresent=TRUE',
  'aws:MultiFactorAuthAge=-1.5e3',
  'aws:CurrentTime=2026-01-31',
  'aws:CurrentTime=9999-12-31T00:00:00Z',
  'aws:EpochTime=1770000000.5',
  'aws:EpochTime=1790000000',
  'aws:PrincipalTag/SourceIp=300.1.1.1',
  'custom:SourceIp=300.1.1.1',
])('takes --context %s', async (pair) => {
  expect(await check('--context', pair)).toEqual({ code: 0, told: '' });
});
