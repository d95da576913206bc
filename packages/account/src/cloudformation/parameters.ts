import { type Resolved, scalar, type Unresolved, unresolved } from '../described/resolved-value.js';
import { recordOf, type Written } from './evaluation.js';
import { leadingZero } from './intrinsics.js';
import type { TemplateContext } from './template-context.js';
import { leadingZeroKey } from './template-syntax.js';

/** Parameters whose values the parent stack could not tell. */
export type UnknownParameters = ReadonlyMap<string, Unresolved>;

/**
 * The value of a parameter of the template: the one given, else its default; `undefined` where there is no such
 * parameter. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function parameterValue(
  name: string,
  declared: ReadonlyMap<string, unknown>,
  context: TemplateContext,
  unknown: UnknownParameters,
  at: Written,
): Resolved | undefined {
  if (!declared.has(name)) return undefined;
  const members = recordOf(declared.get(name));
  const type = String(members.get('Type') ?? 'String');
  const given = new Map(Object.entries(context.parameters ?? {})).get(name);
  if (given !== undefined) return typed(given, type, at.pointer);
  const parent = unknown.get(name);
  if (parent !== undefined) return { ...parent, pointer: at.pointer };
  const mend = `give its value in \`parameters\``;
  if (type.startsWith('AWS::SSM::Parameter::Value')) {
    return unresolved(
      at.pointer,
      `the parameter \`${name}\` is read from Systems Manager when the stack is deployed`,
      mend,
    );
  }
  const value = members.get('Default');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return typed(value, type, at.pointer);
  }
  const zero = recordOf(value).get(leadingZeroKey);
  if (typeof zero === 'string') {
    const { reason, mend: quote } = leadingZero(zero, at.pointer);
    return unresolved(at.pointer, `as the default of the parameter \`${name}\`, ${reason}`, quote);
  }
  return unresolved(at.pointer, `the parameter \`${name}\` has no value`, mend);
}

function typed(
  value: string | number | boolean | readonly string[],
  type: string,
  pointer: string,
): Resolved {
  const isList = /^CommaDelimitedList$|List<|^AWS::SSM::Parameter::Value<CommaDelimitedList>$/.test(type);
  if (!isList && typeof value !== 'object') return scalar(pointer, String(value));
  const texts = typeof value === 'object' ? value : String(value).split(',');
  const items = texts.map((text) => scalar(pointer, String(text).trim()));
  return { kind: 'list', pointer, items };
}
