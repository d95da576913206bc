import type { SourceContext } from '../account-part.js';
import type { Place } from '../place.js';
import type { SourceFile } from '../source-file.js';

/** The value of a parameter; a list for the types that are lists, which may be one text with commas too. */
export type ParameterValue = string | number | boolean | readonly string[];

/** What a CloudFormation template is read with: what only a deployment would know. */
export interface TemplateContext extends SourceContext {
  /** Becomes part of the names that CloudFormation makes up, and the value of `AWS::StackName`. */
  readonly stackName: string;
  /** The value of `AWS::StackId`; by default an ARN that follows from account, region and stack name. */
  readonly stackId?: string;
  /**
   * Values of the template's parameters, which come before its defaults. That of a parameter of a type
   * `AWS::SSM::Parameter::Value<…>` is the value itself, not the name of what Systems Manager holds.
   */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** Where the value of a parameter is given, for what is said of it; the template's own parameters where nothing tells. */
  readonly parameterPlace?: (name: string) => Place;
  /** What `Fn::ImportValue` gives, by the name of the export. */
  readonly imports?: Readonly<Record<string, string>>;
  /** Names and ARNs of managed policies that there are beside those of the template and AWS's that are built in. */
  readonly managedPolicies?: readonly string[];
  /**
   * Reads the template of a nested stack: `location` is what the template `file` calls it. Gives nothing for one that
   * is no local file; without this function, no nested stack is read.
   */
  readonly nestedTemplate?: (location: string, file: string) => SourceFile | undefined;
}
