import { isDeepStrictEqual } from 'node:util';
import type { ReadConfig } from '@cognito-iam/account';

/** Members of the configuration that a gateway reads once, as it starts. */
const startSettings = ['listen', 'upstream', 'auditLog'] as const;

/** Those of them that say something else than when the gateway `began`: they count from its next start on. */
export function changedStartSettings(
  began: Pick<ReadConfig, (typeof startSettings)[number]>,
  now: Pick<ReadConfig, (typeof startSettings)[number]>,
): readonly string[] {
  return startSettings.filter((name) => !isDeepStrictEqual(began[name], now[name]));
}
