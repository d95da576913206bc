import { type Resolved, scalar, unresolved } from '../described/resolved-value.js';
import { pointerOf } from '../json-pointer.js';
import { readJson } from '../source-json.js';
import { alignedBlocks } from './blocks.js';
import type { ToLocal } from './deployment.js';
import type { Expressions } from './expressions.js';
import { listOf, recordOf } from './records.js';
import type { ValueSite } from './value-site.js';

/** What to do about what is known only after a plan is applied. */
const unknownMend = 'apply the plan and give `terraform show -json` of the state';
const policyMend = `${unknownMend}, or write the policy with \`data.aws_iam_policy_document\``;

/** Names and the like: they are the same there and here. */
const asWritten: ReadonlySet<string> = new Set([
  'claim',
  'group',
  'groups',
  'name',
  'name_prefix',
  'path',
  'principal_tags',
  'role',
  'role_name',
  'sid',
  'tags',
  'tags_all',
  'user',
  'users',
  'value',
]);

/** Attributes that hold policy documents as JSON text. */
const documents: ReadonlySet<string> = new Set([
  'json',
  'minified_json',
  'override_json',
  'override_policy_documents',
  'policy',
  'source_json',
  'source_policy_documents',
]);

/** Deeper values are no policy's. */
const deepest = 64;

/** A value with what is unknown of it, as far as the expressions of the configuration tell it. */
export function combined(
  value: unknown,
  site: ValueSite,
  expressions: Expressions,
  local: ToLocal,
): Resolved | undefined {
  const text = (written: string, { name, pointer }: ValueSite): Resolved => {
    if (documents.has(name)) return document(written, pointer, local);
    return asWritten.has(name) ? scalar(pointer, written) : local(written, pointer);
  };
  return part(value, site, 0);

  function part(written: unknown, at: ValueSite, depth: number): Resolved | undefined {
    const { pointer, unknown } = at;
    if (depth > deepest) return unresolved(pointer, `${at.owner} goes too deep`);
    if (unknown === true) return expressions.value(at) ?? notKnown(at);
    const inner = (step: string | number): Pick<ValueSite, 'pointer'> => ({
      pointer: pointer + pointerOf(step),
    });
    if (Array.isArray(written) || Array.isArray(unknown)) {
      const items = listOf(written);
      const blocks = Array.isArray(at.expression) ? alignedBlocks(at.name, items, at.expression) : undefined;
      if (blocks === undefined && listOf(unknown).includes(true)) return withUnknownItems(items, at, depth);
      const read = items.flatMap((item, index) => {
        const block = {
          ...at,
          ...inner(index),
          unknown: listOf(unknown)[index],
          expression: blocks?.[index],
        };
        return part(item, block, depth + 1) ?? [];
      });
      return { kind: 'list', pointer, items: read };
    }
    if (typeof written === 'object' && written !== null) return object(written, at, depth);
    if (typeof written === 'string') return text(written, at);
    if (typeof written === 'number' || typeof written === 'boolean') return scalar(pointer, written);
    return recordOf(unknown).size > 0 ? object({}, at, depth) : undefined;
  }

  function object(written: object, at: ValueSite, depth: number): Resolved {
    const unknown = recordOf(at.unknown);
    const isBlock = !isExpression(at.expression) && !asWritten.has(at.name);
    const names = new Set([...Object.keys(written), ...unknown.keys()]);
    const own = new Map(Object.entries(written));
    const members = [...names].flatMap((name): readonly (readonly [string, Resolved])[] => {
      const member: ValueSite = {
        ...at,
        name: isBlock ? name : at.name,
        pointer: at.pointer + pointerOf(name),
        unknown: unknown.get(name),
        expression: isBlock ? recordOf(at.expression).get(name) : undefined,
        owner: isBlock ? `\`${name}\` in ${at.owner}` : at.owner,
      };
      const read = part(own.get(name), member, depth + 1);
      return read === undefined ? [] : [[name, read]];
    });
    const read = new Map(members);
    const [one, ...others] = isBlock ? [] : [...unknown].flatMap(([name, is]) => (is === true ? [name] : []));
    const known = [...read].flatMap(([name, member]) => (name === one ? [] : [member]));
    const found = one !== undefined && others.length === 0 ? expressions.items(at, 1, known)?.[0] : undefined;
    if (one !== undefined && found !== undefined) read.set(one, found);
    return { kind: 'map', pointer: at.pointer, members: read };
  }

  /** A list or set with unknown items: a set leaves them out of its values, a list has nothing in their place. */
  function withUnknownItems(items: readonly unknown[], at: ValueSite, depth: number): Resolved {
    const known = items.flatMap((item, index) =>
      item === null
        ? []
        : (part(item, { ...at, pointer: at.pointer + pointerOf(index), unknown: undefined }, depth + 1) ??
          []),
    );
    const count = listOf(at.unknown).filter((one) => one === true).length;
    const found = expressions.items(at, count, known) ?? [notKnown(at)];
    return { kind: 'list', pointer: at.pointer, items: [...known, ...found] };
  }
}

function isExpression(expression: unknown): boolean {
  const members = recordOf(expression);
  return Array.isArray(members.get('references')) || members.has('constant_value');
}

function notKnown({ name, pointer, owner }: ValueSite): Resolved {
  const mend = name === 'policy' ? policyMend : unknownMend;
  return unresolved(pointer, `${owner} is known only after the plan is applied`, mend);
}

/**
 * A policy document in JSON text, with the place of the text for all of it. What is no JSON stays text, and so does what
 * has a key twice, for whoever reads the document to tell.
 */
function document(text: string, pointer: string, local: ToLocal): Resolved {
  const read = (value: unknown, depth: number): Resolved => {
    if (depth > deepest) return unresolved(pointer, 'the policy goes too deep');
    if (Array.isArray(value)) {
      return { kind: 'list', pointer, items: value.map((item: unknown) => read(item, depth + 1)) };
    }
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).map(([name, member]) => [name, read(member, depth + 1)] as const);
      return { kind: 'map', pointer, members: new Map(members) };
    }
    if (typeof value === 'string') return local(value, pointer);
    return scalar(pointer, typeof value === 'number' || typeof value === 'boolean' ? value : null);
  };
  if (readJson('', text).findings.some(({ code }) => code === 'duplicate-key')) return scalar(pointer, text);
  try {
    return read(JSON.parse(text), 0);
  } catch {
    return scalar(pointer, text);
  }
}
