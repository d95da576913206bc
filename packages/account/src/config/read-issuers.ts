import type { IssuerOptions, RoleMappingOptions } from '@cognito-iam/core';
import type { FileReader } from '../file-reader.js';
import { AccountError, type Finding } from '../finding.js';
import { pointerOf } from '../json-pointer.js';
import type { SourceFile } from '../source-file.js';
import { besideConfig } from './beside-config.js';
import type { ConfigFile, ConfigIssuer } from './config-file.js';
import { type Problem, problemFinding } from './problem.js';

/** The issuers of a configuration, complete, and what is wrong with them. */
export interface ReadIssuers {
  /** `undefined` where they follow from the pools of the emulator upstream. */
  readonly issuers: readonly IssuerOptions[] | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Completes the issuers: keys from files, the audience from `clients`, and, where the configuration maps no roles, the
 * mapping of the issuer's pool.
 */
export function readIssuers(
  config: ConfigFile,
  source: SourceFile,
  reader: FileReader,
  poolRoleMappings: ReadonlyMap<string, RoleMappingOptions>,
): ReadIssuers {
  if (config.issuers === undefined) {
    return { issuers: undefined, findings: follow(config) ? [] : [missing(source)] };
  }
  const findings: Finding[] = [];
  const issuers = config.issuers.flatMap((issuer, index): IssuerOptions[] => {
    const pointer = pointerOf('issuers', index);
    const jwks = keysOf(issuer, `${pointer}/jwks`, source, reader, findings);
    const poolId = issuer.poolId ?? issuer.issuer.slice(issuer.issuer.lastIndexOf('/') + 1);
    // `null` is a word of its own: tokens for any client count.
    const audience = issuer.audience === undefined ? clientsOf(config, poolId) : issuer.audience;
    if (issuer.audience === undefined && audience === null) {
      findings.push(problemFinding(noAudience(pointer, poolId), source.placeOf));
    }
    const roleMapping = issuer.roleMapping ?? poolRoleMappings.get(poolId);
    return jwks === undefined
      ? []
      : [{ ...issuer, jwks, audience, ...(roleMapping !== undefined && { roleMapping }) }];
  });
  return { issuers, findings };
}

/** Whether it is known which emulator is upstream. */
function follow({ upstream = 'cognito-local' }: ConfigFile): boolean {
  return typeof upstream === 'string' ? upstream === 'cognito-local' : upstream.emulator !== undefined;
}

function missing(source: SourceFile): Finding {
  const problem = {
    pointer: '/upstream',
    code: 'missing-key',
    message: 'whose tokens are believed does not follow from this address: `issuers` is missing',
    mend: 'list them, `[]` for none, or name the `emulator` that it is',
  };
  return problemFinding(problem, source.placeOf);
}

function noAudience(pointer: string, poolId: string): Problem {
  return {
    pointer,
    code: 'missing-key',
    message: `\`audience\` is missing, and \`clients\` names none of the pool \`${poolId}\``,
    mend: 'list the app clients whose tokens count, or write `null` for those of any',
  };
}

function clientsOf({ clients = {} }: ConfigFile, poolId: string): readonly string[] | null {
  const own = Object.entries(clients).flatMap(([client, pool]) => (pool === poolId ? [client] : []));
  return own.length === 0 ? null : own;
}

function keysOf(
  { jwks }: ConfigIssuer,
  pointer: string,
  source: SourceFile,
  reader: FileReader,
  findings: Finding[],
): IssuerOptions['jwks'] | undefined {
  if (typeof jwks === 'string' || jwks instanceof URL || !('file' in jwks)) return jwks;
  const file = besideConfig(source.file, jwks.file);
  try {
    const { value } = reader.source(file);
    if (isKeySet(value)) return value;
    const problem = {
      pointer,
      code: 'invalid-value',
      message: `\`${file}\` is no key set \`{ keys: […] }\``,
    };
    findings.push(problemFinding(problem, source.placeOf));
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    findings.push(
      ...error.findings.map((finding) => ({ place: source.placeOf(`${pointer}/file`), ...finding })),
    );
  }
  return undefined;
}

function isKeySet(value: unknown): value is { readonly keys: readonly Readonly<Record<string, unknown>>[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'keys' in value &&
    Array.isArray(value.keys) &&
    value.keys.every((key) => typeof key === 'object' && key !== null)
  );
}
