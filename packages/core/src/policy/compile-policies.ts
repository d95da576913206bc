import { toKeyValue } from './context.js';
import type { KeyValue } from './keys.js';
import { foldCase } from './letter-case.js';
import { type ParseOptions, readPolicy } from './parse-policy.js';
import { PolicySet } from './policy-set.js';
import type { PolicyStatements } from './policy-statements.js';
import { readLayers } from './read-layers.js';
import { sharedText } from './shared-text.js';
import { Statement } from './statement.js';
import { keyNamesOf } from './statement-keys.js';
import type { ContextValue, PolicyLayers, PolicySource, PolicyType } from './types.js';

const nothingBound: ReadonlyMap<string, KeyValue> = new Map();

/**
 * Compiles the policies of one principal; a bare list is its identity-based policies. Later changes of the
 * documents do not reach the set. Throws a `PolicyError` for the first document that IAM would refuse,
 * and for layers that are no layers.
 *
 * A policy without a name is reported by its type and place: `identity[0]`. One thing that `parsePolicy`
 * refuses is taken here, because stored documents have it: a wildcard in the service prefix of an action that is
 * allowed, which matches nothing.
 */
export function compilePolicies(
  layers: PolicyLayers | readonly PolicySource[],
  options: ParseOptions = {},
): PolicySet {
  const given = readLayers(layers);
  const statements: Statement[] = [];
  const add = (type: PolicyType, source: PolicySource, place: string, level = 0): void => {
    // One by one: a document may hold more statements than a call takes arguments.
    for (const statement of toStatements(source, type, place, level, options)) statements.push(statement);
  };
  const addAll = (type: PolicyType, sources: readonly PolicySource[], layer: string, level = 0): void => {
    for (const [index, source] of sources.entries()) add(type, source, `${layer}[${index}]`, level);
  };
  addAll('identity', given.identity, 'identity');
  if (given.boundary !== undefined) add('boundary', given.boundary, 'boundary');
  addAll('session', given.session ?? [], 'session');
  for (const type of ['serviceControl', 'resourceControl'] as const) {
    for (const [level, sources] of (given[type] ?? []).entries())
      addAll(type, sources, `${type}[${level}]`, level);
  }
  return new PolicySet({
    statements,
    hasBoundary: given.boundary !== undefined,
    hasSession: given.session !== undefined,
    serviceControlLevels: given.serviceControl?.length ?? 0,
    constants: nothingBound,
  });
}

/**
 * Binds condition keys to values that stay the same for a principal: the returned set gives the same decision
 * for every request whose context has these values. Statements that can then never apply are gone, and
 * conditions on these keys cost nothing. `null` or an empty list binds a key as missing.
 *
 * A request's own value for a bound key is not looked at. Keys that no statement reads make no difference: where all are
 * such, it is the same set that is returned, with everything that it remembers.
 */
export function bindContext(
  policies: PolicySet,
  constants: Readonly<Record<string, ContextValue>>,
): PolicySet {
  const read = keyNamesOf(policies.policies.statements);
  const bound = new Map<string, KeyValue>(policies.policies.constants);
  const own = new Set<string>();
  // Of two spellings the one that sorts first counts, as in a request.
  let binds = false;
  for (const key of Object.keys(constants).sort()) {
    const name = foldCase(key);
    if (own.has(name) || !read.has(name)) continue;
    const given = toKeyValue(constants[key]);
    const value = typeof given === 'object' ? Object.freeze(given) : given;
    bound.set(name, value);
    binds = true;
    if (value !== undefined) own.add(name);
  }
  if (!binds) return policies;
  const next: PolicyStatements = { ...policies.policies, constants: bound };
  return new PolicySet(next);
}

function toStatements(
  source: PolicySource,
  type: PolicyType,
  place: string,
  level: number,
  options: ParseOptions,
): readonly Statement[] {
  const policy = readPolicy(source, type, options, { name: place });
  const { name, arn, variables, statements } = policy;
  const hasList = statements[0]?.pointer !== '/Statement';
  const stated = { type, name: sharedText(name), arn, level, variables, hasList };
  return statements.map((elements, index) => new Statement(stated, index, elements));
}
