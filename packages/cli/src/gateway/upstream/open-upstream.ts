import type { Upstream as UpstreamConfig } from '@cognito-iam/account';
import type { JsonWebKeySet } from '@cognito-iam/core';
import { issuerDomains, type PoolTokens } from '../issuers.js';
import type { LocalPool } from '../pools.js';
import type { Report } from '../report.js';
import { AddressUpstream } from './address.js';
import { CognitoLocal } from './cognito-local.js';
import type { Upstream, UpstreamConnection, UpstreamListener } from './upstream.js';

/** An upstream, and how the tokens of its user pools are known. */
export interface OpenedUpstream {
  readonly upstream: Upstream;
  /** What makes tokens of these pools believable; rejects where that cannot be had. */
  readonly tokens: (pools: readonly LocalPool[]) => Promise<PoolTokens>;
}

/** Makes the upstream of a configuration, not started. `gatewayUrl` is what issuers of an embedded emulator begin with. */
export function openUpstream(
  config: UpstreamConfig,
  gatewayUrl: string,
  report: Report,
  whenUp: () => void,
): OpenedUpstream {
  const changed: UpstreamListener = ({ state, message }) => {
    report({ level: state === 'up' ? 'info' : 'error', event: 'upstream', message });
    if (state === 'up') whenUp();
  };
  if (config.kind === 'address') {
    const upstream = new AddressUpstream({ url: config.url, changed });
    const domains = issuerDomains(config.url);
    const tokens = async (pools: readonly LocalPool[]): Promise<PoolTokens> => ({
      domains,
      keySet: await fetchKeySet(upstream.connection, pools),
    });
    return { upstream, tokens };
  }
  const upstream = new CognitoLocal({
    ...{ folder: config.folder, port: config.port, code: config.code, issuerDomain: gatewayUrl, changed },
    log: (message) => {
      // Boxes with the codes that it sends nobody, and what goes wrong in it; not every request.
      if (/[╭│╰]|\bERROR\b/.test(message)) report({ level: 'info', event: 'emulator', message });
    },
  });
  const tokens = async (): Promise<PoolTokens> => {
    const { folder } = upstream;
    if (folder === undefined) throw new Error('cognito-local has not been started');
    return { domains: [folder.issuerDomain], keySet: folder.keySet };
  };
  return { upstream, tokens };
}

/** The keys that a cognito-local publishes: the same for all its pools. */
async function fetchKeySet(
  { dispatcher, basePath, headers }: UpstreamConnection,
  pools: readonly LocalPool[],
): Promise<JsonWebKeySet> {
  const path = `${basePath}/${pools[0]?.id ?? 'any'}/.well-known/jwks.json`;
  const { statusCode, body } = await dispatcher.request({
    ...{ method: 'GET', path, headers: [...headers], headersTimeout: 5_000, bodyTimeout: 5_000 },
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`the upstream answers ${statusCode} to ${path}`);
  const keys = usableKeys(text);
  if (keys.length === 0) throw new Error(`the upstream answers ${path} with no public key`);
  return { keys };
}

/** The public keys of a key set; none where the text is no key set. */
function usableKeys(text: string): JsonWebKeySet['keys'] {
  try {
    const { keys }: { readonly keys?: unknown } = Object(JSON.parse(text));
    if (!Array.isArray(keys)) return [];
    return keys.filter((key) => {
      const { kty, d }: { readonly kty?: unknown; readonly d?: unknown } = Object(key);
      return typeof kty === 'string' && kty !== 'oct' && d === undefined;
    });
  } catch {
    return [];
  }
}
