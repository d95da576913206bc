import { member, members, type Node } from './tree.js';

/** A piece of the source, and what a mutant has in its place. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Operator = (node: Node, code: string) => readonly Replacement[];

const otherOperators: ReadonlyMap<string, readonly string[]> = new Map([
  ['===', ['!==']],
  ['!==', ['===']],
  ['<', ['<=', '>=']],
  ['<=', ['<', '>']],
  ['>', ['>=', '<=']],
  ['>=', ['>', '<']],
  ['+', ['-']],
  ['-', ['+']],
  ['*', ['/']],
  ['/', ['*']],
  ['%', ['*']],
  ['&', ['|']],
  ['|', ['&']],
  ['^', ['&']],
  ['<<', ['>>']],
  ['>>', ['<<']],
  ['>>>', ['<<']],
  ['&&', ['||']],
  ['||', ['&&']],
  ['??', ['&&']],
  ['+=', ['-=']],
  ['-=', ['+=']],
  ['??=', ['=']],
  ['++', ['--']],
  ['--', ['++']],
]);

const otherMethods: ReadonlyMap<string, string> = new Map([
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['some', 'every'],
  ['every', 'some'],
  ['toLowerCase', 'toUpperCase'],
  ['toUpperCase', 'toLowerCase'],
  ['min', 'max'],
  ['max', 'min'],
  ['indexOf', 'lastIndexOf'],
  ['lastIndexOf', 'indexOf'],
]);

/** Methods of which the object itself takes the place. */
const leftOut = new Set([
  'filter',
  'slice',
  'trim',
  'sort',
  'reverse',
  'flat',
  'map',
  'replace',
  'replaceAll',
]);

const conditions: Operator = (node) => {
  const test = member(node, 'test');
  if (test === undefined || test.type === 'Literal') return [];
  const loops = node.type === 'WhileStatement' || node.type === 'ForStatement';
  return (loops ? ['false'] : ['true', 'false']).map((text) => instead(test, text));
};

const infix: Operator = (node, code) => {
  const [left, right] = [member(node, 'left'), member(node, 'right')];
  if (left === undefined || right === undefined) return [];
  const joins = [left, right].some(
    ({ type, value }) => type === 'TemplateLiteral' || typeof value === 'string',
  );
  if (joins && (node['operator'] === '+' || node['operator'] === '+=')) return [];
  return swapped(node, code, left.end, right.start);
};

const prefix: Operator = (node, code) => {
  const argument = member(node, 'argument');
  if (argument === undefined) return [];
  if (node['operator'] !== '!' && node['operator'] !== '-') return [];
  return [instead(node, code.slice(argument.start, argument.end))];
};

const counting: Operator = (node, code) => {
  const argument = member(node, 'argument');
  if (argument === undefined) return [];
  return node['prefix'] === true
    ? swapped(node, code, node.start, argument.start)
    : swapped(node, code, argument.end, node.end);
};

const literals: Operator = (node, code) => {
  const { value } = node;
  if (typeof value === 'boolean') return [instead(node, String(!value))];
  if (typeof value === 'string') return [instead(node, value === '' ? "'mutant'" : "''")];
  if (node['regex'] === undefined) return [];
  const text = code.slice(node.start, node.end);
  const looser = [text.replace(/^\/\^/, '/'), text.replace(/\$(\/\w*)$/, '$1')];
  return looser.filter((one) => one !== text).map((one) => instead(node, one));
};

const emptied: Operator = (node, code) => {
  const text = code.slice(node.start, node.end);
  if (node.type === 'TemplateLiteral') return text === '``' ? [] : [instead(node, '``')];
  return members(node, 'elements').length === 0 ? [] : [instead(node, '[]')];
};

const calls: Operator = (node, code) => {
  const callee = member(node, 'callee');
  const object = callee && member(callee, 'object');
  const property = callee && member(callee, 'property');
  if (object === undefined || property === undefined || callee?.['computed'] === true) return [];
  const name = code.slice(property.start, property.end);
  const other = otherMethods.get(name);
  if (other !== undefined) return [instead(property, other)];
  return leftOut.has(name) ? [instead(node, code.slice(object.start, object.end))] : [];
};

const chains: Operator = (node, code) => {
  const before = member(node, 'object') ?? member(node, 'callee');
  if (node['optional'] !== true || before === undefined) return [];
  const at = code.indexOf('?.', before.end);
  const next = code[at + 2];
  return [{ start: at, end: at + 2, text: next === '[' || next === '(' ? '' : '.' }];
};

const statements: Operator = (node) => {
  const expression = member(node, 'expression');
  const type = expression?.type === 'ChainExpression' ? 'CallExpression' : expression?.type;
  const removable = ['CallExpression', 'AssignmentExpression', 'UpdateExpression', 'AwaitExpression'];
  return type !== undefined && removable.includes(type) ? [instead(node, ';')] : [];
};

const jumps: Operator = (node) => [instead(node, ';')];

const bodies: Operator = (node) => {
  const body = member(node, 'body');
  if (body?.type !== 'BlockStatement' || members(body, 'body').length === 0) return [];
  return [instead(body, '{}')];
};

const operators: ReadonlyMap<string, readonly Operator[]> = new Map([
  ['IfStatement', [conditions]],
  ['ConditionalExpression', [conditions]],
  ['WhileStatement', [conditions]],
  ['ForStatement', [conditions]],
  ['BinaryExpression', [infix]],
  ['LogicalExpression', [infix]],
  ['AssignmentExpression', [infix]],
  ['UnaryExpression', [prefix]],
  ['UpdateExpression', [counting]],
  ['Literal', [literals]],
  ['TemplateLiteral', [emptied]],
  ['ArrayExpression', [emptied]],
  ['CallExpression', [calls, chains]],
  ['MemberExpression', [chains]],
  ['ExpressionStatement', [statements]],
  ['ContinueStatement', [jumps]],
  ['BreakStatement', [jumps]],
  ['FunctionDeclaration', [bodies]],
  ['FunctionExpression', [bodies]],
  ['ArrowFunctionExpression', [bodies]],
]);

/** Everything that mutation puts in the place of a node, or of a part of it. */
export function replacementsOf(node: Node, code: string): readonly Replacement[] {
  return (operators.get(node.type) ?? []).flatMap((operator) => operator(node, code));
}

function instead({ start, end }: Node, text: string): Replacement {
  return { start, end, text };
}

/** The operator that stands between two places, replaced by each of its others. */
function swapped(node: Node, code: string, from: number, to: number): readonly Replacement[] {
  const operator = String(node['operator']);
  const start = code.indexOf(operator, from);
  if (start < 0 || start >= to) return [];
  const end = start + operator.length;
  return (otherOperators.get(operator) ?? []).map((text) => ({ start, end, text }));
}
