import { generatedName } from './generated-name.js';

/**
 * The stack in a name that was made up here in CloudFormation's form, `stack-LogicalId-1A2B3C4D5E6F`; `undefined` for
 * names that the source gives, and for those that had to be cut.
 */
export function madeUpStack(name: string, id: string): string | undefined {
  const end = name.length - `-${id}-`.length - 12;
  const stack = name.slice(0, Math.max(0, end));
  return stack !== '' && generatedName(stack, id, Number.POSITIVE_INFINITY) === name ? stack : undefined;
}

/**
 * What of a name stands before the suffix that CloudFormation made up, `stack-LogicalId`; `undefined` where it has none.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
export function deployedStem(name: string): string | undefined {
  // Without a digit it would be a word: `readonly`, `Administrator`.
  return /^(.+)-(?=[A-Za-z]*\d)[0-9A-Za-z]{12,13}$/.exec(name)?.[1];
}
