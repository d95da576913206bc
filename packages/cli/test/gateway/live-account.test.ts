import { loadAccountOf } from '@cognito-iam/account';
import type { IssuerOptions } from '@cognito-iam/core';
import { createAuthorizer } from '@cognito-iam/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { LiveAccount } from '../../src/gateway/live-account.js';
import type { LocalPool } from '../../src/gateway/pools.js';
import type { GatewayReport } from '../../src/gateway/report.js';
import { UserError } from '../../src/user-error.js';

const pool = (name: string): LocalPool => ({ id: `us-east-1_${name}`, name, clientIds: [], tags: {} });
let reports: GatewayReport[];
let pools: readonly LocalPool[];
let broken: boolean;

/** The account of an upstream whose pools count, or of a configuration that lists its issuers. */
async function begun(issuers?: readonly IssuerOptions[]): Promise<LiveAccount> {
  const config = {
    ...{ account: '123456789012', region: 'us-east-1', upstream: 'cognito-local' },
    ...(issuers && { issuers }),
  };
  const load = () => loadAccountOf(config, 'cognito-iam.json');
  const account = await load();
  const { directory, region } = account;
  const roleMapping = { ambiguousRoleResolution: 'Deny' } as const;
  const authorizer = createAuthorizer({ region, directory, issuers: [], roleMapping, log: () => undefined });
  const live = new LiveAccount({
    ...{ account, load, authorizer },
    listPools: async () => pools,
    issuers: async () => {
      if (broken) throw new UserError('key.pem is no key');
      return [];
    },
    report: (one) => void reports.push(one),
    follow: () => undefined,
    followAlso: () => undefined,
  });
  await live.begin();
  return live;
}

beforeEach(() => {
  reports = [];
  pools = [pool('one')];
  broken = false;
});
const told = () => reports.map(({ event, message }) => `${event}: ${message}`);
const unchanged = 'nothing has changed: what was loaded before stays in force';

describe('a fault that files and user pools have in common', () => {
  it('is told of the files, and of the pools only what follows', async () => {
    const live = await begun();
    broken = true;
    await live.refreshFiles();
    pools = [pool('one'), pool('two')];
    await live.refreshPools();
    expect(told()).toEqual([
      `reload: key.pem is no key\n${unchanged}`,
      'pools: the user pools count as they were before, for the same reason as the files',
    ]);
    expect(live).toMatchObject({ reloadProblem: 'key.pem is no key', poolsProblem: 'key.pem is no key' });
    broken = false;
    await live.refreshFiles();
    expect(live).toMatchObject({ reloadProblem: undefined, poolsProblem: undefined, pools });
  });

  it('is told of the pools where they come first, and of the files only what follows', async () => {
    const live = await begun();
    broken = true;
    pools = [pool('two')];
    await live.refreshPools();
    await live.refreshFiles();
    expect(told().slice(0, 2)).toEqual([
      'pools: the user pools count as they were before: key.pem is no key',
      `reload: the files cannot be used, for the same reason as the user pools\n${unchanged}`,
    ]);
    expect(told().filter((one) => one.includes('key.pem'))).toHaveLength(1);
  });

  it('is no fault of pools that nobody needs', async () => {
    const live = await begun([]);
    broken = true;
    await live.refreshFiles();
    await live.refreshPools();
    expect(told()).toEqual([`reload: key.pem is no key\n${unchanged}`]);
    expect(live.poolsProblem).toBeUndefined();
  });
});
