import { nearestName } from '@cognito-iam/core';
import { type Resolved, scalar, unresolved } from '../described/resolved-value.js';
import type { Finding } from '../finding.js';
import { pointerOf } from '../json-pointer.js';
import type { SourceFile } from '../source-file.js';
import { attributeValue, referenceValue } from './attributes.js';
import { evaluateCondition } from './conditions.js';
import { type Evaluation, recordOf, type Truth, type Written } from './evaluation.js';
import { parameterValue, type UnknownParameters } from './parameters.js';
import { pseudoParameter } from './pseudo-parameters.js';
import { createResolver } from './resolver.js';
import type { Resource } from './resource.js';
import { readResources, type TemplateResources } from './resources.js';
import type { OpenNested, Stack } from './stack.js';
import type { TemplateContext } from './template-context.js';

/** The names of the transforms of a template. */
export function transformsOf(template: ReadonlyMap<string, unknown>): readonly string[] {
  return [template.get('Transform') ?? []].flat().map((transform: unknown) => {
    const name = recordOf(transform).get('Name');
    return typeof transform === 'string' ? transform : typeof name === 'string' ? name : 'of no name';
  });
}

/** Opens a template: nothing is resolved before it is asked for. */
export function openStack(
  source: SourceFile,
  context: TemplateContext,
  openNested: OpenNested,
  unknown: UnknownParameters = new Map(),
  path: readonly string[] = [],
): Stack {
  const template = recordOf(source.value);
  const section = (name: string): ReadonlyMap<string, unknown> => recordOf(template.get(name));
  const [parameters, conditions, mappings] = ['Parameters', 'Conditions', 'Mappings'].map(section);
  const truths = new Map<string, Truth>();
  const attributes = new Map<string, Resolved>();
  const busy = new Set<string>();
  const imports = new Map(Object.entries(context.imports ?? {}));

  /** Goes on unless it is at it already: what depends on itself is unresolved. */
  const once = <T>(key: string, otherwise: T, work: () => T): T => {
    if (busy.has(key)) return otherwise;
    busy.add(key);
    try {
      return work();
    } finally {
      busy.delete(key);
    }
  };
  const circular = (at: Written, name: string) => unresolved(at.pointer, `\`${name}\` depends on itself`);

  const evaluation: Evaluation = {
    resolve: createResolver(() => evaluation),
    reference(name, at) {
      const looped = at.loop.get(name);
      if (looped !== undefined) return scalar(at.pointer, looped);
      const known =
        pseudoParameter(name, context, at.pointer) ??
        parameterValue(name, parameters ?? new Map(), context, unknown, at);
      if (known !== undefined) return known;
      const found = resourceOf(name, at);
      if ('kind' in found) return found;
      return once(`Ref ${name}`, circular(at, name), () => placed(referenceValue(stack, found), at));
    },
    attribute(id, name, at) {
      const found = resourceOf(id, at);
      if ('kind' in found) return found;
      const key = `${id}.${name}`;
      const known = attributes.get(key);
      if (known !== undefined) return placed(known, at);
      const value = once(key, circular(at, key), () => attributeValue(stack, found, name));
      if (!busy.has(key)) attributes.set(key, value);
      return placed(value, at);
    },
    condition(name, at) {
      const known = truths.get(name);
      if (known !== undefined) return known;
      if (!conditions?.has(name)) return unresolved(at.pointer, `there is no condition \`${name}\``);
      const written = {
        value: conditions.get(name),
        pointer: pointerOf('Conditions', name),
        loop: new Map(),
      };
      const truth = once(`Condition ${name}`, circular(at, name), () =>
        evaluateCondition(written, evaluation),
      );
      if (!busy.has(`Condition ${name}`)) truths.set(name, truth);
      return truth;
    },
    mapped(name, top, second) {
      const values = recordOf(recordOf(mappings?.get(name)).get(top));
      if (!values.has(second)) return undefined;
      return {
        value: values.get(second),
        pointer: pointerOf('Mappings', name, top, second),
        loop: new Map(),
      };
    },
    imported: (name) => imports.get(name),
  };

  let resources: TemplateResources | undefined;
  const transforms = transformsOf(template);
  const all = (): TemplateResources => {
    // A condition that refers to a resource, which CloudFormation takes for a fault, finds none.
    resources ??= once('Resources', undefined, () =>
      readResources(section('Resources'), section('Globals'), transforms, evaluation, stack.report),
    );
    return resources ?? { present: new Map(), absent: new Set() };
  };
  const resourceOf = (id: string, at: Written): Resource | ReturnType<typeof unresolved> => {
    const found = all().present.get(id);
    if (found !== undefined) return found;
    if (all().absent.has(id))
      return unresolved(at.pointer, `the condition of the resource \`${id}\` is false`);
    const nearest = nearestName(id, [...all().present.keys()]);
    const hint = nearest === undefined ? '' : ` (did you mean \`${nearest}\`?)`;
    return unresolved(at.pointer, `the template has no \`${id}\`${hint}`);
  };
  const findings: Finding[] = [];
  const opened = new Map<string, Stack | undefined>();
  const stack: Stack = {
    source,
    context,
    partition: context.partition ?? 'aws',
    evaluation,
    get resources() {
      return all().present;
    },
    transforms,
    nested: (resource) => {
      if (!opened.has(resource.id)) {
        const made = once(`Stack ${resource.id}`, undefined, () => openNested(stack, resource));
        if (busy.has(`Stack ${resource.id}`)) return undefined;
        opened.set(resource.id, made);
      }
      return opened.get(resource.id);
    },
    path,
    report: (pointer, finding) => void findings.push({ place: source.placeOf(pointer), ...finding }),
    findings,
  };
  return stack;
}

/** A value that is used elsewhere: the place of its use, which is where something can be done about it. */
function placed(value: Resolved, at: Written): Resolved {
  return { ...value, pointer: at.pointer };
}
