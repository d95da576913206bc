import { generatedName } from '../described/generated-name.js';
import {
  itemsOf,
  membersOf,
  type Resolved,
  textOf,
  type Unresolved,
  unresolved,
} from '../described/resolved-value.js';
import { isNestedStack } from './attributes.js';
import { recordOf } from './evaluation.js';
import { openStack } from './open-stack.js';
import type { Resource } from './resource.js';
import type { Stack } from './stack.js';
import type { ParameterValue } from './template-context.js';

/** Templates may include one another; CloudFormation has no such limit, but nobody nests as deeply. */
const deepest = 10;

/** The stacks of the nested templates that can be read. Those that cannot are reported. */
export function nestedStacks(stack: Stack): readonly Stack[] {
  return [...stack.resources.values()].filter(isNestedStack).flatMap((resource) => {
    const { id, pointer, present } = resource;
    const nested = stack.nested(resource);
    if (nested !== undefined && present === true) return [nested];
    stack.report(pointer, {
      severity: 'warning',
      code: 'nested-stack',
      message: `what the nested stack \`${id}\` holds is left out: ${
        present === true ? 'its template is no local file' : present.reason
      }`,
      mend: 'name its template beside this one',
    });
    return [];
  });
}

/** Opens the template of a nested stack with the values that its parent gives its parameters. */
export function openNested(stack: Stack, resource: Resource): Stack | undefined {
  const { context, source, path } = stack;
  const location = locationOf(resource);
  if (path.length >= deepest || location === undefined) return undefined;
  const nested = context.nestedTemplate?.(location, source.file);
  if (nested === undefined) return undefined;
  const given = resource.property('Parameters');
  const parameters: Record<string, ParameterValue> = {};
  const unknown = new Map<string, Unresolved>();
  for (const [name, value] of membersOf(given)) {
    const parameter = parameterOf(value);
    if (typeof parameter === 'string') parameters[name] = parameter;
    else unknown.set(name, parameter);
  }
  const stackName = generatedName(context.stackName, resource.id, 128);
  const { stackId: _, parameterPlace: __, ...shared } = context;
  return openStack(nested, { ...shared, stackName, parameters }, openNested, unknown, [...path, resource.id]);
}

/** A local path: that of the CDK's asset, or what the template itself names. */
function locationOf(resource: Resource): string | undefined {
  const asset = recordOf(resource.written.get('Metadata')).get('aws:asset:path');
  if (typeof asset === 'string') return asset;
  const location = textOf(resource.property('TemplateURL') ?? resource.property('Location'));
  return location === undefined || /^[a-z0-9]+:\/\//i.test(location) ? undefined : location;
}

function parameterOf(value: Resolved): string | Unresolved {
  if (value.kind === 'unresolved') return value;
  const texts = itemsOf(value).map(textOf);
  const missing = texts.includes(undefined);
  return missing ? unresolved(value.pointer, 'the parent stack gives no text') : texts.join(',');
}
