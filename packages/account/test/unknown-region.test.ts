import { describe, expect, it } from 'vitest';
import { formatFinding, loadAccount, unknownRegion } from '../src/index.js';
import { folderWith } from './folder-with.js';

describe('the region', () => {
  it.each([
    ['eu-wset-1', 'did you mean `eu-west-1`?'],
    ['us-east1', 'did you mean `us-east-1`?'],
    ['EU-WEST-1', 'did you mean `eu-west-1`?'],
    ['xx-nowhere-12', 'look it up: only a new region is right'],
  ])('%s is told with the nearest', (name, mend) => {
    expect(unknownRegion(name)).toEqual({
      message: `\`${name}\` is no region of AWS that is known here`,
      mend,
    });
  });

  it.each([
    'us-east-1',
    'eu-isoe-west-1',
    'eusc-de-east-1',
    'cn-northwest-1',
    'us-gov-east-1',
    'local',
    'elsewhere',
  ])('%s is said nothing of', (name) => expect(unknownRegion(name)).toBeUndefined());

  it.each([
    [
      'eu-wset-1',
      [
        'cognito-iam.yaml:2:1  warning  `eu-wset-1` is no region of AWS that is known here; did you mean `eu-west-1`?  (unknown-region)',
      ],
    ],
    ['eu-west-1', []],
    ['local', []],
  ])('of a configuration, %s, is used whatever is said of it', async (region, said) => {
    const folder = folderWith({
      'cognito-iam.yaml': `account: '123456789012'\nregion: ${region}\nroleMapping: { ambiguousRoleResolution: Deny }\n`,
    });
    const account = await loadAccount('cognito-iam.yaml', { folder });
    expect([account.region, account.findings.map(formatFinding)]).toEqual([region, said]);
  });
});
