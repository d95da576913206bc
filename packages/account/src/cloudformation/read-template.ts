import { nearestName, type RoleMappingOptions } from '@cognito-iam/core';
import type { AccountPart } from '../account-part.js';
import { AccountError, type Finding } from '../finding.js';
import type { SourceFile } from '../source-file.js';
import { recordOf } from './evaluation.js';
import { iamResources } from './iam-resources.js';
import { roleMapping } from './identity-pools.js';
import { nestedStacks, openNested } from './nested-stacks.js';
import { openStack } from './open-stack.js';
import { managedPolicyArn } from './physical-names.js';
import { poolGroups, typed, userPools } from './pools.js';
import type { Stack } from './stack.js';
import type { TemplateContext } from './template-context.js';

/**
 * Reads what a CloudFormation template says about IAM and Cognito: one that is written by hand, one of SAM, or one that
 * the CDK made. What cannot be resolved is never guessed: a statement that holds it matches nothing, and is reported
 * where it could have decided about Cognito. Throws an {@link AccountError} where the file is no template, or says
 * what IAM would refuse.
 */
export function readTemplate(source: SourceFile, context: TemplateContext): AccountPart {
  if (recordOf(recordOf(source.value).get('Resources')).size === 0) {
    const message = 'this is no CloudFormation template: it has no `Resources`';
    throw new AccountError([{ severity: 'error', code: 'no-template', message, place: source.placeOf('') }]);
  }
  const root = openStack(source, context, openNested);
  const part = readStack(root, policyArns(root));
  if (part.findings.some(({ severity }) => severity === 'error')) throw new AccountError(part.findings);
  return part;
}

function readStack(stack: Stack, arns: readonly string[]): AccountPart {
  reportTransforms(stack);
  reportParameters(stack);
  const iam = iamResources(stack, arns);
  const mapping = roleMapping(stack);
  const own: AccountPart = {
    ...iam,
    userPools: userPools(stack),
    poolGroups: poolGroups(stack),
    identityPools: typed(stack, 'AWS::Cognito::IdentityPool').map(({ id }) => id),
    ...(mapping !== undefined && { roleMapping: mapping }),
    findings: [],
  };
  const nested = nestedStacks(stack).map((inner) => readStack(inner, arns));
  const findings = unique([...stack.findings, ...nested.flatMap((part) => part.findings)]);
  return nested.reduce<AccountPart>(together, { ...own, findings });
}

/** The managed policies of a stack and those in it, which give them to one another as parameters and outputs. */
function policyArns(stack: Stack): readonly string[] {
  const own = typed(stack, 'AWS::IAM::ManagedPolicy').map((policy) => managedPolicyArn(stack, policy));
  return [...own, ...nestedStacks(stack).flatMap(policyArns)];
}

/** A template and one that it nests: they are of one account. */
function together(part: AccountPart, nested: AccountPart): AccountPart {
  const names = ['roles', 'users', 'groups', 'managedPolicies'] as const;
  const directory = Object.fromEntries(
    names.map((name) => [name, { ...nested.directory[name], ...part.directory[name] }]),
  );
  const mapping: Partial<RoleMappingOptions> | undefined = part.roleMapping ?? nested.roleMapping;
  return {
    directory,
    userPools: [...part.userPools, ...nested.userPools],
    poolGroups: [...part.poolGroups, ...nested.poolGroups],
    identityPools: [...(part.identityPools ?? []), ...(nested.identityPools ?? [])],
    ...(mapping !== undefined && { roleMapping: mapping }),
    policyPlaces: new Map([...nested.policyPlaces, ...part.policyPlaces]),
    sourceIds: new Map([...(nested.sourceIds ?? []), ...(part.sourceIds ?? [])]),
    findings: part.findings,
  };
}

/** A value may be asked for by several things, and is told once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

const knownTransforms: ReadonlySet<string> = new Set([
  'AWS::CodeDeployBlueGreen',
  'AWS::LanguageExtensions',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
  'AWS::Serverless-2016-10-31',
]);

/** Other transforms are macros, which may make anything of the template. */
function reportTransforms(stack: Stack): void {
  for (const name of stack.transforms) {
    if (knownTransforms.has(name)) continue;
    stack.report('/Transform', {
      severity: 'warning',
      code: 'unknown-transform',
      message: `what the macro \`${name}\` makes of the template is not known: it is read as it is written`,
    });
  }
  const serverless = [...stack.resources.values()].find(({ type }) => type.startsWith('AWS::Serverless::'));
  if (serverless === undefined || stack.transforms.includes('AWS::Serverless-2016-10-31')) return;
  stack.report(serverless.pointer, {
    severity: 'warning',
    code: 'no-transform',
    message: `\`${serverless.id}\` is of SAM, and the template has not its transform: no role is made for it`,
    mend: 'add `Transform: AWS::Serverless-2016-10-31`',
  });
}

function reportParameters({ source, context, report }: Stack): void {
  const declared = recordOf(recordOf(source.value).get('Parameters'));
  for (const name of Object.keys(context.parameters ?? {})) {
    if (declared.has(name)) continue;
    const nearest = nearestName(name, [...declared.keys()]);
    const place = context.parameterPlace?.(name);
    const template = place === undefined ? 'this template' : `\`${source.file}\``;
    report('/Parameters', {
      severity: 'warning',
      code: 'unknown-parameter',
      message: `a value is given for \`${name}\`, which is no parameter of ${template}`,
      ...(nearest !== undefined && { mend: `did you mean \`${nearest}\`?` }),
      ...(place !== undefined && { place }),
    });
  }
}
