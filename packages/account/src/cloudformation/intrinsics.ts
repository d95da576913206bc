import {
  firstUnresolved,
  plainOf,
  type Resolved,
  scalar,
  textOf,
  type Unresolved,
  unresolved,
} from '../described/resolved-value.js';
import { type Evaluation, piecesOf, recordOf, type Written } from './evaluation.js';
import { longestText, substitute } from './substitute.js';
import { leadingZeroKey } from './template-syntax.js';

type Intrinsic = (argument: Written, evaluation: Evaluation) => Resolved;

/**
 * The intrinsic functions that give values, by name. Every one is total, and what it makes of something unresolved is
 * unresolved. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', (at, evaluation) => named(at, evaluation, (name) => evaluation.reference(name, at))],
  ['Fn::GetAtt', attribute],
  ['Fn::Sub', substitute],
  ['Fn::Join', join],
  ['Fn::If', choose],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', importValue],
  ['Fn::Base64', (at, evaluation) => named(at, evaluation, (text) => scalar(at.pointer, base64(text)))],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Length', length],
  ['Fn::Cidr', (at) => unresolved(at.pointer, '`Fn::Cidr` is not worked out here')],
  ['Fn::GetAZs', (at) => unresolved(at.pointer, 'the availability zones of an account are not known here')],
  [leadingZeroKey, (at) => leadingZero(String(at.value), at.pointer)],
  ['Fn::Transform', (at) => unresolved(at.pointer, 'what a macro makes (`Fn::Transform`) is not known here')],
]);

/** A number that begins with a zero, in YAML without quotes. */
export function leadingZero(text: string, pointer: string): Unresolved {
  return unresolved(
    pointer,
    `\`${text}\` without quotes is another number in CloudFormation, which reads it in base 8 or with an exponent`,
    'put it in quotes',
  );
}

/** Resolves the argument and goes on with its text. */
function named(at: Written, evaluation: Evaluation, then: (text: string) => Resolved): Resolved {
  const resolved = evaluation.resolve(at);
  const text = textOf(resolved);
  return text === undefined ? notText(resolved, at.pointer) : then(text);
}

/** Why a value is no text: it is unresolved, or something else. */
function notText(value: Resolved, pointer: string): Unresolved {
  return (
    firstUnresolved(value) ?? unresolved(pointer, 'a function of the template has no text where it needs one')
  );
}

function malformed({ pointer }: Written, name: string): Unresolved {
  return unresolved(pointer, `the argument of \`${name}\` has not the form that it needs`);
}

function attribute(at: Written, evaluation: Evaluation): Resolved {
  if (typeof at.value === 'string') {
    return named(at, evaluation, (text) => {
      const dot = text.indexOf('.');
      if (dot < 0) return malformed(at, 'Fn::GetAtt');
      return evaluation.attribute(text.slice(0, dot), text.slice(dot + 1), at);
    });
  }
  const [id, ...path] = (piecesOf(at) ?? []).map((piece) => evaluation.resolve(piece));
  const [idText, ...names] = [id, ...path].map(textOf);
  if (idText === undefined || names.length === 0 || names.includes(undefined)) {
    return (
      [id, ...path].flatMap((part) => part && (firstUnresolved(part) ?? []))[0] ?? malformed(at, 'Fn::GetAtt')
    );
  }
  return evaluation.attribute(idText, names.join('.'), at);
}

function join(at: Written, evaluation: Evaluation): Resolved {
  const [delimiter, list, ...rest] = (piecesOf(at) ?? []).map((piece) => evaluation.resolve(piece));
  const between = textOf(delimiter);
  if (delimiter?.kind === 'unresolved') return delimiter;
  if (list?.kind === 'unresolved') return list;
  if (between === undefined || list?.kind !== 'list' || rest.length > 0) return malformed(at, 'Fn::Join');
  const texts: string[] = [];
  for (const item of list.items) {
    const text = textOf(item);
    if (text === undefined) return notText(item, at.pointer);
    texts.push(text);
  }
  const text = texts.join(between);
  return text.length > longestText
    ? unresolved(at.pointer, 'the text becomes too long')
    : scalar(at.pointer, text);
}

/** Only the branch that is taken is resolved: the other one may be of things that are not there. */
function choose(at: Written, evaluation: Evaluation): Resolved {
  const [condition, then, otherwise, ...rest] = piecesOf(at) ?? [];
  if (condition === undefined || then === undefined || otherwise === undefined || rest.length > 0) {
    return malformed(at, 'Fn::If');
  }
  return named(condition, evaluation, (name) => {
    const truth = evaluation.condition(name, condition);
    if (typeof truth !== 'boolean') return truth;
    return evaluation.resolve(truth ? then : otherwise);
  });
}

function select(at: Written, evaluation: Evaluation): Resolved {
  const [index, list] = (piecesOf(at) ?? []).map((piece) => evaluation.resolve(piece));
  if (index?.kind === 'unresolved') return index;
  if (list?.kind === 'unresolved') return list;
  const text = textOf(index);
  if (text === undefined || !/^\d{1,9}$/.test(text) || list?.kind !== 'list')
    return malformed(at, 'Fn::Select');
  return list.items[Number(text)] ?? unresolved(at.pointer, `\`Fn::Select\` finds no item ${text}`);
}

function split(at: Written, evaluation: Evaluation): Resolved {
  const [delimiter, source] = (piecesOf(at) ?? []).map((piece) => evaluation.resolve(piece));
  const [by, text] = [textOf(delimiter), textOf(source)];
  if (by === undefined || by === '' || text === undefined) {
    return (
      [delimiter, source].flatMap((part) => part && (firstUnresolved(part) ?? []))[0] ??
      malformed(at, 'Fn::Split')
    );
  }
  return { kind: 'list', pointer: at.pointer, items: text.split(by).map((part) => scalar(at.pointer, part)) };
}

function findInMap(at: Written, evaluation: Evaluation): Resolved {
  const pieces = piecesOf(at) ?? [];
  const [options] = pieces.slice(3);
  const keys = pieces.slice(0, 3).map((piece) => evaluation.resolve(piece));
  const [name, top, second] = keys.map(textOf);
  if (name === undefined || top === undefined || second === undefined) {
    return keys.flatMap((key) => firstUnresolved(key) ?? [])[0] ?? malformed(at, 'Fn::FindInMap');
  }
  const found = evaluation.mapped(name, top, second);
  if (found !== undefined) return evaluation.resolve(found);
  const fallback = recordOf(options?.value).get('DefaultValue');
  if (options !== undefined && fallback !== undefined) {
    return evaluation.resolve({ ...options, value: fallback, pointer: `${options.pointer}/DefaultValue` });
  }
  return unresolved(at.pointer, `the mapping \`${name}\` has no \`${top}\`, \`${second}\``);
}

function importValue(at: Written, evaluation: Evaluation): Resolved {
  return named(at, evaluation, (name) => {
    const value = evaluation.imported(name);
    if (value !== undefined) return scalar(at.pointer, value);
    return unresolved(
      at.pointer,
      `what is exported as \`${name}\` is not known`,
      `give its value in \`imports\``,
    );
  });
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function toJsonString(at: Written, evaluation: Evaluation): Resolved {
  const value = evaluation.resolve(at);
  return firstUnresolved(value) ?? scalar(at.pointer, JSON.stringify(plainOf(value)));
}

function length(at: Written, evaluation: Evaluation): Resolved {
  const value = evaluation.resolve(at);
  if (value.kind === 'list') return scalar(at.pointer, value.items.length);
  return firstUnresolved(value) ?? malformed(at, 'Fn::Length');
}
