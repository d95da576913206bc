import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AccountError,
  type Finding,
  fileReader,
  readRegularFile,
  templateSyntax,
} from '@cognito-iam/account';
import { type StoredPool, storedPools } from '../local-pools.js';
import type { Terminal } from '../terminal.js';
import { type FoundRegion, findRegion } from './found-region.js';
import { memberOf, planRegion } from './plan-region.js';
import { type SamSettings, samSettings } from './sam-settings.js';

/** A template, and how it is deployed where that is written down. */
export interface FoundTemplate {
  readonly file: string;
  readonly stackName?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What there is in a folder that a configuration can begin with. */
export interface FoundProject {
  readonly region: FoundRegion;
  readonly templates: readonly FoundTemplate[];
  /** What `terraform show -json` printed. */
  readonly plans: readonly string[];
  /** What is wrong with files that are called as a template, and of which nothing can be told. */
  readonly unreadable: readonly Finding[];
  /** Whether cognito-local has run here. */
  readonly emulatorData: boolean;
  readonly pools: readonly StoredPool[];
}

/** Looks through the terminal's folder. Of what cannot be read only templates are told. */
export function findProject({ folder, environment }: Pick<Terminal, 'folder' | 'environment'>): FoundProject {
  const names = namesIn(folder);
  const sam = samSettings(textOf(join(folder, 'samconfig.toml')) ?? '');
  const plans = findPlans(folder, names);
  const ofPlans = plans.map((file) => [planRegion(jsonOf(textOf(join(folder, file)) ?? '')), file] as const);
  return {
    region: findRegion(environment, [[sam.region, 'samconfig.toml'], ...ofPlans]),
    templates: findTemplates(folder, names, sam),
    plans,
    unreadable: unreadableTemplates(folder, names),
    emulatorData: existsSync(join(folder, '.cognito')),
    pools: storedPools(folder) ?? [],
  };
}

/** The text of a file; `undefined` where it cannot be read. */
export function textOf(file: string): string | undefined {
  try {
    return readRegularFile(file);
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function findTemplates(folder: string, names: readonly string[], sam: SamSettings): readonly FoundTemplate[] {
  const own = names.filter(isTemplateName);
  // A nested stack is read with the one that nests it.
  const ofCdk = namesIn(join(folder, 'cdk.out'))
    .filter((name) => name.endsWith('.template.json') && !name.endsWith('.nested.template.json'))
    .map((name) => `cdk.out/${name}`);
  return [...own, ...ofCdk]
    .filter((file) => isOfAws(join(folder, file)))
    .map((file) => {
      const { stackName, parameters } = file.startsWith('cdk.out/') ? { parameters: {} } : sam;
      return { file, parameters, ...(stackName !== undefined && { stackName }) };
    });
}

/** Plans by the names that Terraform's documentation gives them, where they are plans. */
function findPlans(folder: string, names: readonly string[]): readonly string[] {
  return names
    .filter((name) => /(^|[.-])(tf)?plan\.json$/.test(name))
    .filter((name) => {
      const plan = jsonOf(textOf(join(folder, name)) ?? '');
      return (
        typeof memberOf(plan, 'format_version') === 'string' && memberOf(plan, 'planned_values') !== undefined
      );
    });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTemplateName(name: string): boolean {
  return /^template\.(ya?ml|json)$/.test(name);
}

function isOfAws(file: string): boolean {
  return /\bAWS::\w/.test(textOf(file) ?? '');
}

/** The faults of those templates that reading the configuration would not tell, since it does not name them. */
function unreadableTemplates(folder: string, names: readonly string[]): readonly Finding[] {
  const reader = fileReader(folder);
  return names
    .filter((name) => isTemplateName(name) && !isOfAws(join(folder, name)))
    .flatMap((name) => {
      try {
        reader.source(name, templateSyntax);
        return [];
      } catch (error) {
        if (error instanceof AccountError) return error.findings;
        throw error;
      }
    });
}
