import type { Account } from '@cognito-iam/account';
import type { IssuerOptions, JsonWebKeySet } from '@cognito-iam/core';
import type { LocalPool } from './pools.js';

/** What makes tokens of the emulator's pools believable. */
export interface PoolTokens {
  /** What issuers begin with; the same emulator may go by several names: `http://localhost:9229`, `http://127.0.0.1:9229`. */
  readonly domains: readonly string[];
  /** The keys of every pool. */
  readonly keySet: JsonWebKeySet;
}

/** The issuers that user pools are, but for pools without app client, of which there can be no tokens. */
export function poolIssuers(
  pools: readonly LocalPool[],
  { domains, keySet }: PoolTokens,
  { config: { clients }, poolRoleMappings }: Pick<Account, 'config' | 'poolRoleMappings'>,
): readonly IssuerOptions[] {
  return pools.flatMap(({ id, clientIds }) => {
    const configured = Object.keys(clients).filter((client) => clients[client] === id);
    const audience = [...new Set([...clientIds, ...configured])];
    if (audience.length === 0) return [];
    const roleMapping = poolRoleMappings.get(id);
    const common = { poolId: id, jwks: keySet, audience, ...(roleMapping && { roleMapping }) };
    return domains.map((domain) => ({ issuer: `${domain}/${id}`, ...common }));
  });
}

/**
 * Names that a cognito-local at this address may put into its tokens: it goes by `HOST` and `PORT` of its own
 * environment, `0.0.0.0` in its Docker image, which its caller does not know.
 */
export function issuerDomains(url: string): readonly string[] {
  const { origin, port } = new URL(url);
  const hosts = ['localhost', '127.0.0.1', '0.0.0.0'];
  const ports = [...new Set([port === '' ? '80' : port, '9229'])];
  const local = ports.flatMap((each) => hosts.map((host) => `http://${host}:${each}`));
  return [...new Set([origin, ...local])];
}
