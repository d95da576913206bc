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
import { type CdkStack, cdkOutput, cdkStacks } from './cdk-assembly.js';
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
  /** The account that something here is deployed in, where that is written down. */
  readonly account?: string;
  readonly templates: readonly FoundTemplate[];
  /** Templates of stacks that are deployed in another account or region than those. */
  readonly elsewhere: readonly string[];
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
  const output = cdkOutput(folder);
  const stacks = findStacks(folder, output);
  // A configuration is of one account and one region: that of the first stack which says so.
  const first = stacks.find(({ account, region }) => account !== undefined || region !== undefined);
  const cdk = stacks.filter((one) => isBeside(one, first));
  const elsewhere = stacks.filter((one) => !isBeside(one, first));
  const deployed = [
    [sam.region, 'samconfig.toml'],
    [first?.region, `${output}/manifest.json`],
    ...ofPlans,
  ] as const;
  return {
    region: findRegion(environment, deployed),
    ...(first?.account !== undefined && { account: first.account }),
    templates: findTemplates(folder, names, sam, cdk),
    elsewhere: elsewhere.map(({ file }) => file),
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

function findTemplates(
  folder: string,
  names: readonly string[],
  sam: SamSettings,
  cdk: readonly FoundStack[],
): readonly FoundTemplate[] {
  const { stackName, parameters } = sam;
  const own = names
    .filter(isTemplateName)
    .map((file) => ({ file, parameters, ...(stackName !== undefined && { stackName }) }));
  const ofCdk = cdk.map((stack) => ({
    ...{ file: stack.file, parameters: stack.parameters },
    ...(stack.stackName !== undefined && { stackName: stack.stackName }),
  }));
  return [...own, ...ofCdk].filter(({ file }) => isOfAws(join(folder, file)));
}

/** What is in `output`, the folder that the CDK writes to; without a manifest that can be read, what is called as a template. */
function findStacks(folder: string, output: string): readonly FoundStack[] {
  const named = cdkStacks(folder, output) ?? [];
  if (named.length > 0) return [...new Map(named.map((stack) => [stack.file, stack])).values()];
  // A nested stack is read with the one that nests it.
  return namesIn(join(folder, output))
    .filter((name) => name.endsWith('.template.json') && !name.endsWith('.nested.template.json'))
    .map((name) => ({ file: `${output}/${name}`, parameters: {} }));
}

type FoundStack = Omit<CdkStack, 'stackName'> & Partial<Pick<CdkStack, 'stackName'>>;

/** Whether two stacks can be of one account and region. */
function isBeside(one: FoundStack, other: FoundStack | undefined): boolean {
  return (['account', 'region'] as const).every(
    (key) => one[key] === undefined || other?.[key] === undefined || one[key] === other[key],
  );
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
