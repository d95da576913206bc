import { pointerStep } from './json-text.js';
import { PolicyError, type PolicyIssue } from './policy-error.js';
import type { PolicyLayers, PolicySource } from './types.js';

const shapes: ReadonlyMap<string, 'policies' | 'policy' | 'levels'> = new Map([
  ['identity', 'policies'],
  ['boundary', 'policy'],
  ['session', 'policies'],
  ['serviceControl', 'levels'],
  ['resourceControl', 'levels'],
]);

/**
 * Reads the policies of a principal; a bare list is its identity-based policies. Throws a `PolicyError` for
 * anything else: a misspelt layer that was passed over would be a limit that does not limit.
 */
export function readLayers(given: PolicyLayers | readonly PolicySource[]): PolicyLayers {
  const layers: unknown = Array.isArray(given) ? { identity: given } : given;
  const issues: PolicyIssue[] = [];
  if (typeof layers !== 'object' || layers === null) {
    issues.push({
      pointer: '',
      message: 'expected layers of policies, or a list of identity-based policies',
    });
  } else {
    if (!Object.hasOwn(layers, 'identity')) {
      issues.push({ pointer: '', message: '`identity` is missing: a list, empty where there is no policy' });
    }
    for (const [name, layer] of Object.entries(layers)) issues.push(...verifyLayer(name, layer));
  }
  if (issues.length > 0) throw new PolicyError('ERR_POLICY_LAYERS', 'layers', issues, '');
  return Array.isArray(given) ? { identity: given } : (given as PolicyLayers);
}

function verifyLayer(name: string, layer: unknown): readonly PolicyIssue[] {
  const pointer = pointerStep(name);
  const shape = shapes.get(name);
  if (shape === undefined) {
    const known = [...shapes.keys()].map((one) => `\`${one}\``).join(', ');
    return [{ pointer, message: `unknown layer; the layers are ${known}` }];
  }
  if (layer === undefined) return [];
  if (shape === 'policy') {
    return isList(layer) || layer === null
      ? [{ pointer, message: 'expected one policy; leave it out for none' }]
      : [];
  }
  if (!isList(layer)) return [{ pointer, message: 'expected a list' }];
  if (shape === 'policies') return [];
  return layer.flatMap((level, index) =>
    isList(level)
      ? []
      : [{ pointer: pointer + pointerStep(index), message: 'expected a list: the policies of one level' }],
  );
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
