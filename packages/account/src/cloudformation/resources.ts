import type { Report } from '../described/described-source.js';
import { type Resolved, type Unresolved, unresolved } from '../described/resolved-value.js';
import { pointerOf } from '../json-pointer.js';
import { type Evaluation, recordOf, type Written } from './evaluation.js';
import { forEachMembers, isForEach } from './for-each.js';
import type { Resource } from './resource.js';
import { serverlessRole } from './serverless.js';

/** The resources of a template by logical id, and the ids of those whose condition is false. */
export interface TemplateResources {
  readonly present: ReadonlyMap<string, Resource>;
  readonly absent: ReadonlySet<string>;
}

/** Reads the section `Resources`, with what loops and the transform of SAM make of it. */
export function readResources(
  section: ReadonlyMap<string, unknown>,
  globals: ReadonlyMap<string, unknown>,
  transforms: readonly string[],
  evaluation: Evaluation,
  report: Report,
): TemplateResources {
  const present = new Map<string, Resource>();
  const absent = new Set<string>();
  for (const [id, at] of writtenResources(section, evaluation, report)) {
    const written = recordOf(at.value);
    const type = written.get('Type');
    if (typeof type !== 'string') continue;
    const truth = presence(written, at, evaluation);
    if (truth === false) absent.add(id);
    else {
      const property = propertyReader(written, at, evaluation);
      present.set(id, { id, type, pointer: at.pointer, present: truth, property, written });
    }
  }
  if (transforms.includes('AWS::Serverless-2016-10-31')) {
    for (const resource of [...present.values()]) {
      const role = serverlessRole(resource, globals, evaluation);
      if (role !== undefined && !present.has(role.id)) present.set(role.id, role);
    }
  }
  return { present, absent };
}

function writtenResources(
  section: ReadonlyMap<string, unknown>,
  evaluation: Evaluation,
  report: Report,
): readonly (readonly [string, Written])[] {
  return [...section].flatMap(([key, value]): readonly (readonly [string, Written])[] => {
    const at: Written = { value, pointer: pointerOf('Resources', key), loop: new Map() };
    if (!key.startsWith('Fn::')) return [[key, at]];
    const members = isForEach(key)
      ? forEachMembers(at, evaluation)
      : unresolved(at.pointer, `what \`${key}\` makes is not known here`);
    if (!('kind' in members)) return members;
    report(members.pointer, {
      severity: 'warning',
      code: 'unresolved-resources',
      message: `the resources of \`${key}\` are left out: ${members.reason}`,
      ...(members.mend !== undefined && { mend: members.mend }),
    });
    return [];
  });
}

function presence(
  written: ReadonlyMap<string, unknown>,
  at: Written,
  evaluation: Evaluation,
): boolean | Unresolved {
  const condition = written.get('Condition');
  if (condition === undefined) return true;
  const pointer = `${at.pointer}/Condition`;
  if (typeof condition !== 'string') return unresolved(pointer, 'the condition of a resource is a name');
  const truth = evaluation.condition(condition, { value: condition, pointer, loop: at.loop });
  if (typeof truth === 'boolean') return truth;
  return { ...truth, reason: `whether the condition \`${condition}\` holds is not known: ${truth.reason}` };
}

function propertyReader(
  written: ReadonlyMap<string, unknown>,
  at: Written,
  evaluation: Evaluation,
): Resource['property'] {
  const properties: Written = {
    ...at,
    value: written.get('Properties'),
    pointer: `${at.pointer}/Properties`,
  };
  const members = recordOf(properties.value);
  // Only where a function makes properties must all of them be resolved to know one.
  const made = [...members.keys()].some((name) => name.startsWith('Fn::'));
  const known = new Map<string, Resolved | undefined>();
  return (name) => {
    if (!known.has(name)) {
      // For whoever asks while it is being resolved.
      known.set(name, unresolved(properties.pointer, `\`${name}\` depends on itself`));
      known.set(name, read(name));
    }
    return known.get(name);
  };

  function read(name: string): Resolved | undefined {
    const value = made
      ? memberOf(evaluation.resolve(properties), name)
      : members.has(name)
        ? evaluation.resolve({
            ...properties,
            value: members.get(name),
            pointer: properties.pointer + pointerOf(name),
          })
        : undefined;
    return value?.kind === 'none' ? undefined : value;
  }
}

function memberOf(value: Resolved, name: string): Resolved | undefined {
  return value.kind === 'map' ? value.members.get(name) : value;
}
