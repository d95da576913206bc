import { uuidOf } from '../described/generated-name.js';
import { type Resolved, scalar, unresolved } from '../described/resolved-value.js';
import type { TemplateContext } from './template-context.js';

/** Where services of a partition are found. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const urlSuffixes: ReadonlyMap<string, string> = new Map([
  ['aws', 'amazonaws.com'],
  ['aws-us-gov', 'amazonaws.com'],
  ['aws-cn', 'amazonaws.com.cn'],
  ['aws-iso', 'c2s.ic.gov'],
  ['aws-iso-b', 'sc2s.sgov.gov'],
  ['aws-iso-e', 'cloud.adc-e.uk'],
  ['aws-iso-f', 'csp.hci.ic.gov'],
  ['aws-eusc', 'amazonaws.eu'],
]);

/** The suffix of the host names of a partition's services. */
export function urlSuffix(partition: string): string {
  return urlSuffixes.get(partition) ?? 'amazonaws.com';
}

/** The value of a pseudo parameter such as `AWS::Region`; `undefined` for any other name. */
export function pseudoParameter(
  name: string,
  context: TemplateContext,
  pointer: string,
): Resolved | undefined {
  const { account, region, partition = 'aws', stackName } = context;
  switch (name) {
    case 'AWS::AccountId':
      return scalar(pointer, account);
    case 'AWS::Region':
      return scalar(pointer, region);
    case 'AWS::Partition':
      return scalar(pointer, partition);
    case 'AWS::StackName':
      return scalar(pointer, stackName);
    case 'AWS::StackId': {
      const name = `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}`;
      return scalar(pointer, context.stackId ?? `${name}/${uuidOf(name)}`);
    }
    case 'AWS::URLSuffix':
      return scalar(pointer, urlSuffix(partition));
    case 'AWS::NoValue':
      return { kind: 'none', pointer };
    default:
      return name.startsWith('AWS::') ? unresolved(pointer, `\`${name}\` is not known here`) : undefined;
  }
}
