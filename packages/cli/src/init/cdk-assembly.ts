import { join, posix } from 'node:path';
import { readRegularFile } from '@cognito-iam/account';
import { memberOf } from './plan-region.js';

/** A stack that the CDK has made a template of. */
export interface CdkStack {
  /** The template, from the folder of the application. */
  readonly file: string;
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Where it is deployed, as far as the application says. */
  readonly account?: string;
  readonly region?: string;
}

/** Stages hold stages, and nobody has more of them in one another. */
const deepest = 5;

/**
 * The stacks that the manifest of a cloud assembly names, and those of its stages; `undefined` where it cannot be read.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.cloud_assembly_schema-readme.html
 */
export function cdkStacks(folder: string, output: string, depth = 0): readonly CdkStack[] | undefined {
  const artifacts = memberOf(manifestIn(join(folder, output)), 'artifacts');
  if (typeof artifacts !== 'object' || artifacts === null) return undefined;
  return Object.entries(artifacts).flatMap(([id, artifact]): readonly CdkStack[] => {
    const properties = memberOf(artifact, 'properties');
    const text = (name: string): string | undefined => textOf(memberOf(properties, name));
    const [type, template, stage] = [memberOf(artifact, 'type'), text('templateFile'), text('directoryName')];
    if (type === 'cdk:cloud-assembly' && stage !== undefined && depth < deepest)
      return cdkStacks(folder, posix.join(output, stage), depth + 1) ?? [];
    if (type !== 'aws:cloudformation:stack' || template === undefined) return [];
    const place = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(textOf(memberOf(artifact, 'environment')) ?? '');
    const [, account = '', region = ''] = place ?? [];
    return [
      {
        file: posix.join(output, template),
        stackName: text('stackName') ?? id,
        parameters: textsOf(memberOf(properties, 'parameters')),
        ...(/^\d{12}$/.test(account) && { account }),
        ...(region !== 'unknown-region' && region !== '' && { region }),
      },
    ];
  });
}

/** The folder that `cdk synth` writes to. https://docs.aws.amazon.com/cdk/v2/guide/cli.html */
export function cdkOutput(folder: string): string {
  const output = textOf(memberOf(jsonIn(join(folder, 'cdk.json')), 'output'));
  return output === undefined ? 'cdk.out' : posix.normalize(output).replace(/\/$/, '');
}

function manifestIn(folder: string): unknown {
  return jsonIn(join(folder, 'manifest.json'));
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readRegularFile(file));
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
