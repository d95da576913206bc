import { type Resolved, type ResolvedMap, scalar, unresolved } from '../described/resolved-value.js';
import { pointerOf } from '../json-pointer.js';
import { conditionFunctions } from './conditions.js';
import { type Evaluation, piecesOf, type Written } from './evaluation.js';
import { forEachMembers, isForEach, withLoop } from './for-each.js';
import { intrinsics } from './intrinsics.js';

/** Bounds on what is resolved: a template can refer to itself, hold loops in loops and be nested without end. */
const deepest = 200;
const most = 200_000;

/**
 * Makes the function that resolves what a template writes: intrinsic functions become values, `AWS::NoValue` goes, and
 * every part keeps the place where it is written. Total.
 */
export function createResolver(evaluation: () => Evaluation): Evaluation['resolve'] {
  let depth = 0;
  let steps = 0;
  const resolve = (at: Written): Resolved => {
    steps += 1;
    if (steps > most) return unresolved(at.pointer, 'the template is too large');
    if (depth >= deepest) return unresolved(at.pointer, 'the template is nested too deeply');
    depth += 1;
    try {
      return knownText(resolveValue(at, evaluation()));
    } finally {
      depth -= 1;
    }
  };
  return resolve;
}

function resolveValue(at: Written, evaluation: Evaluation): Resolved {
  const { value, pointer } = at;
  switch (typeof value) {
    case 'string':
      return scalar(pointer, withLoop(value, at.loop));
    case 'number':
    case 'boolean':
      return scalar(pointer, value);
    case 'object':
      if (value === null) return scalar(pointer, null);
      return Array.isArray(value) ? resolveList(at, evaluation) : resolveObject(at, value, evaluation);
    default:
      return unresolved(pointer, 'the value is not one of JSON');
  }
}

/**
 * A value without dynamic references, which are unresolved. Functions put them together of parts as well as templates
 * write them, so that every value passes here as it leaves {@link createResolver}'s function. The parts of lists and
 * maps have passed, but for those that functions and parameters make, which are one deep.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
function knownText(value: Resolved): Resolved {
  switch (value.kind) {
    case 'scalar':
      return dynamicReference(value.value, value.pointer) ?? value;
    case 'list': {
      const items = value.items.map((item) => (item.kind === 'scalar' ? knownText(item) : item));
      return { ...value, items };
    }
    case 'map': {
      const members = [...value.members].map(([key, member]): [string, Resolved] => [
        key,
        dynamicReference(key, member.pointer) ?? member,
      ]);
      return { ...value, members: new Map(members) };
    }
    default:
      return value;
  }
}

function dynamicReference(text: unknown, pointer: string): Resolved | undefined {
  // Also one that does not end, which whoever uses the text may do.
  if (typeof text !== 'string' || !text.includes('{{resolve:')) return undefined;
  const [reference = '{{resolve:…}}'] = /\{\{resolve:(?:\$\{[^{}]*\}|[^{}]){0,200}\}\}/.exec(text) ?? [];
  return unresolved(pointer, `\`${reference}\` is read when the stack is deployed`);
}

function resolveList(at: Written, evaluation: Evaluation): Resolved {
  const items = (piecesOf(at) ?? [])
    .map((piece) => evaluation.resolve(piece))
    .filter(({ kind }) => kind !== 'none');
  return { kind: 'list', pointer: at.pointer, items };
}

function resolveObject(at: Written, value: object, evaluation: Evaluation): Resolved {
  const entries = Object.entries(value);
  const [[key, argument] = ['', undefined]] = entries;
  const alone = entries.length === 1 && !isForEach(key);
  const intrinsic = alone ? intrinsics.get(key) : undefined;
  if (intrinsic !== undefined) {
    return intrinsic({ ...at, value: argument, pointer: at.pointer + pointerOf(key) }, evaluation);
  }
  const call = entries.find(([name]) => name.startsWith('Fn::') && !isForEach(name));
  if (call === undefined) return resolveMembers(at, entries, evaluation);
  const [name] = call;
  if (alone && !conditionFunctions.has(name)) return unresolved(at.pointer, `\`${name}\` is not known here`);
  return unresolved(at.pointer, `\`${name}\` has no place here`);
}

function resolveMembers(
  at: Written,
  entries: readonly (readonly [string, unknown])[],
  evaluation: Evaluation,
): ResolvedMap | Resolved {
  const members = new Map<string, Resolved>();
  const add = (name: string, member: Resolved): void => {
    if (member.kind !== 'none') members.set(name, member);
  };
  for (const [name, value] of entries) {
    const member: Written = { ...at, value, pointer: at.pointer + pointerOf(name) };
    if (!isForEach(name)) {
      add(withLoop(name, at.loop), evaluation.resolve(member));
      continue;
    }
    const expanded = forEachMembers(member, evaluation);
    if ('kind' in expanded) return expanded;
    for (const [key, written] of expanded) add(key, evaluation.resolve(written));
  }
  return { kind: 'map', pointer: at.pointer, members };
}
