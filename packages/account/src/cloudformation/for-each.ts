import { itemsOf, textOf, type Unresolved, unresolved } from '../described/resolved-value.js';
import { pointerOf } from '../json-pointer.js';
import { type Evaluation, piecesOf, recordOf, type Written } from './evaluation.js';

/** Loops in loops are written quickly; no template of CloudFormation's has more than 500 resources. */
const most = 10_000;

/** Whether a key is a loop of the transform `AWS::LanguageExtensions`. */
export function isForEach(key: string): boolean {
  return key.startsWith('Fn::ForEach::');
}

/** A text in which the identifiers of loops have their values: `${Name}` and `&{Name}`. */
export function withLoop(text: string, loop: ReadonlyMap<string, string>): string {
  if (loop.size === 0) return text;
  return text.replace(/[$&]\{([^{}]*)\}/g, (whole, name: string) => loop.get(name) ?? whole);
}

/**
 * The members that a loop stands for, by key, or why they are not known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function forEachMembers(
  at: Written,
  evaluation: Evaluation,
): readonly (readonly [string, Written])[] | Unresolved {
  const [identifier, collection, body, ...rest] = piecesOf(at) ?? [];
  const name = identifier?.value;
  if (typeof name !== 'string' || collection === undefined || body === undefined || rest.length > 0) {
    return unresolved(at.pointer, '`Fn::ForEach` has not the form that it needs');
  }
  const values = evaluation.resolve(collection);
  if (values.kind === 'unresolved') return values;
  const members: (readonly [string, Written])[] = [];
  for (const item of itemsOf(values)) {
    const value = textOf(item);
    if (value === undefined) return unresolved(item.pointer, 'an item of `Fn::ForEach` is no text');
    const loop = new Map([...at.loop, [name, value]]);
    for (const [key, inner] of recordOf(body.value)) {
      const written = { value: inner, pointer: body.pointer + pointerOf(key), loop };
      if (!isForEach(key)) {
        members.push([withLoop(key, loop), written]);
        continue;
      }
      const nested = forEachMembers(written, evaluation);
      if ('kind' in nested) return nested;
      members.push(...nested);
    }
    if (members.length > most) return unresolved(at.pointer, '`Fn::ForEach` makes too much');
  }
  return members;
}
