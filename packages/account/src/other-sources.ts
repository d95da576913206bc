import type { AccountPart, SourceContext } from './account-part.js';
import { besideConfig } from './config/beside-config.js';
import type { ConfigFile } from './config/config-file.js';
import type { FileReader } from './file-reader.js';
import type { Finding } from './finding.js';
import type { SourceFile } from './source-file.js';

/** What the templates that a configuration names say. */
export interface OtherSources {
  readonly parts: readonly { readonly source: SourceFile; readonly part: AccountPart }[];
  readonly findings: readonly Finding[];
}

/** Reads the templates that a configuration names; the code that does is loaded where there are any. */
export async function otherSources(
  config: ConfigFile,
  managedPolicies: readonly string[],
  source: SourceFile,
  reader: FileReader,
  localPools: SourceContext['localPools'],
): Promise<OtherSources> {
  const { account, region, partition, templates = [] } = config;
  if (templates.length === 0) return { parts: [], findings: [] };
  const context: SourceContext = {
    account,
    region,
    ...(partition !== undefined && { partition }),
    ...(localPools !== undefined && { localPools }),
  };
  const { readTemplates } = await import('./cloudformation/read-templates.js');
  const files = templates.map((template) => ({
    ...template,
    file: besideConfig(source.file, template.file),
  }));
  const owner = `arn:${partition ?? 'aws'}:iam::${account}:policy/`;
  const known = managedPolicies.flatMap((key) => (key.startsWith('arn:') ? [key] : [key, owner + key]));
  const { parts, findings } = readTemplates(reader, files, { ...context, managedPolicies: known });
  const unplaced = findings.map((finding) => ({ place: source.placeOf('/templates'), ...finding }));
  const ofParts = parts.flatMap(({ part }) => part.findings);
  return { parts, findings: [...unplaced, ...ofParts] };
}
