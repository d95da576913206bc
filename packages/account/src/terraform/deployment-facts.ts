import type { SourceContext } from '../account-part.js';
import { localPoolId } from '../local-pool-id.js';
import type { Configuration } from './configuration.js';
import type { DeploymentFacts } from './deployment.js';
import type { WrittenResource } from './plan-resources.js';
import { textIn } from './records.js';

/** The types whose ARNs tell the account that is deployed to. */
const owned: ReadonlySet<string> = new Set([
  'aws_cognito_identity_pool',
  'aws_cognito_user_pool',
  'aws_iam_group',
  'aws_iam_policy',
  'aws_iam_role',
  'aws_iam_user',
]);

/** Finds out where the resources of a plan or state are deployed. */
export function deploymentFacts(
  resources: readonly WrittenResource[],
  configuration: Configuration,
  context: SourceContext,
): DeploymentFacts {
  const accounts = new Set<string>();
  const pools = new Map<string, string>();
  const poolRegions = new Set<string>();
  const dataRegions = new Set<string>();
  let samePools = true;
  for (const { type, mode, address, values } of resources) {
    const text = (name: string): string | undefined => textIn(values.get(name));
    const [, , , region, account = ''] = (text('arn') ?? '').split(':');
    if (owned.has(type) && mode === 'managed' && /^\d{12}$/.test(account)) accounts.add(account);
    const caller = type === 'aws_caller_identity' ? text('account_id') : undefined;
    if (caller !== undefined) accounts.add(caller);
    const current = type === 'aws_region' ? (text('region') ?? text('name') ?? text('id')) : undefined;
    if (current !== undefined) dataRegions.add(current);
    if (type !== 'aws_cognito_user_pool') continue;
    const id = text('user_pool_id') ?? text('id');
    const local = localPoolId(context, address, text('name')).poolId;
    const its = region || text('region');
    if (its !== undefined) poolRegions.add(its);
    if (id !== undefined) pools.set(id, local);
    if (id !== local) samePools = false;
  }
  const foreign = new Set<string>();
  // A pool of another file, by the id that AWS gave it.
  for (const [key, local] of Object.entries(context.pools ?? {})) {
    if (/^[a-z-]+-\d_[0-9A-Za-z]+$/.test(key) && !pools.has(key)) {
      pools.set(key, local);
      foreign.add(key);
    }
  }
  const provider = configuration.region === undefined ? [] : [configuration.region];
  const regions = poolRegions.size > 0 ? poolRegions : dataRegions.size > 0 ? dataRegions : new Set(provider);
  return { accounts, regions, pools, foreign, samePools };
}
