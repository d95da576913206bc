import type { AccountPart, SourceContext } from './account-part.js';
import { besideConfig } from './config/beside-config.js';
import type { ConfigFile } from './config/config-file.js';
import type { FileReader } from './file-reader.js';
import type { Finding } from './finding.js';
import { pointerOf } from './json-pointer.js';
import type { SourceFile } from './source-file.js';
import { unknownPools } from './unknown-pools.js';

/** What the templates and plans that a configuration names say. */
export interface OtherSources {
  readonly parts: readonly { readonly source: SourceFile; readonly part: AccountPart }[];
  readonly findings: readonly Finding[];
}

/** Reads the templates and plans that a configuration names; the code for a kind is loaded where there are any. */
export async function otherSources(
  config: ConfigFile,
  managedPolicies: readonly string[],
  source: SourceFile,
  reader: FileReader,
  localPools: SourceContext['localPools'],
): Promise<OtherSources> {
  const { account, region, partition, templates = [], terraform = [] } = config;
  const context: SourceContext = {
    account,
    region,
    ...(partition !== undefined && { partition }),
    ...(localPools !== undefined && { localPools }),
  };
  const owner = `arn:${partition ?? 'aws'}:iam::${account}:policy/`;
  const withArns = (keys: readonly string[]): readonly string[] =>
    keys.flatMap((key) => (key.startsWith('arn:') ? [key] : [key, owner + key]));
  const beside = <T extends { readonly file: string }>(files: readonly T[], kind: keyof ConfigFile) =>
    files.map((named, index) => {
      const place = source.placeOf(pointerOf(kind, String(index), 'file'));
      return { ...named, place, file: besideConfig(source.file, named.file) };
    });
  const known = withArns(managedPolicies);

  const placedTemplates = templates.map((template, index) => ({
    ...template,
    parameterPlace: (name: string) =>
      source.placeOf(pointerOf('templates', String(index), 'parameters', name)),
  }));
  const ofTemplates =
    templates.length === 0
      ? nothing
      : (await import('./cloudformation/read-templates.js')).readTemplates(
          reader,
          beside(placedTemplates, 'templates'),
          {
            ...context,
            managedPolicies: known,
          },
        );
  const made = ofTemplates.parts.flatMap(({ part }) => Object.keys(part.directory.managedPolicies ?? {}));
  const ofPlans =
    terraform.length === 0
      ? nothing
      : (await import('./terraform/read-plans.js')).readPlans(reader, beside(terraform, 'terraform'), {
          ...context,
          managedPolicies: [...known, ...withArns(made)],
        });
  const parts = [...ofTemplates.parts, ...ofPlans.parts];
  const ofParts = parts.flatMap(({ part }) => part.findings);
  const mapped = [
    ...templates.map((template, index) => ({ ...template, pointer: pointerOf('templates', String(index)) })),
    ...terraform.map((plan, index) => ({ ...plan, pointer: pointerOf('terraform', String(index)) })),
  ];
  // One that could not be read is an error, and the others are not looked at further.
  const ofPools = mapped.flatMap((one, index) => {
    const part = parts.length === mapped.length ? parts[index]?.part : undefined;
    return part === undefined ? [] : unknownPools(one, part, source);
  });
  return {
    parts,
    findings: [...ofTemplates.findings, ...ofPlans.findings, ...ofParts, ...ofPools],
  };
}

const nothing: OtherSources = { parts: [], findings: [] };
