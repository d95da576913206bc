import { isEmpty, type OpenElements, withoutRedundant } from '@cognito-iam/account';
import { always, type Terms } from './terms.js';

/** What is wrong with terms, and where in them. */
export interface TermsProblem {
  readonly problem: string;
  readonly at: readonly string[];
}

/** The terms of a permission as a contract has them: `allowed`, or a list of `if`, `and` and `unless`. */
export function readTerms(written: unknown): Terms | TermsProblem {
  if (written === 'allowed') return always;
  if (!Array.isArray(written) || written.length === 0) {
    return {
      problem: 'expected `allowed`, or a list of `if`, `and` and `unless`; what is denied is left out',
      at: [],
    };
  }
  const alternatives: OpenElements[] = [];
  const lists: (readonly OpenElements[])[] = [];
  const unless: OpenElements[] = [];
  for (const [index, line] of written.entries()) {
    const at = [String(index)];
    const [[kind, value] = [], ...others] = Object.entries(isObject(line) ? line : {});
    if (kind === undefined || others.length > 0) {
      return { problem: 'expected one of `if`, `and` and `unless`', at };
    }
    const values = kind === 'and' ? value : [value];
    if (!Array.isArray(values) || values.length === 0) {
      return { problem: 'expected a list of conditions, of which one must hold', at: [...at, kind] };
    }
    const found = values.map(elementsOf);
    const elements = found.filter((one) => one !== undefined);
    if (elements.length < found.length || elements.some(isEmpty)) {
      const problem =
        'expected conditions as policies have them: `{ Bool: { aws:MultiFactorAuthPresent: "true" } }`';
      return { problem, at: [...at, kind] };
    }
    if (kind === 'if') alternatives.push(...elements);
    else if (kind === 'unless') unless.push(...elements);
    else if (kind === 'and') lists.push(withoutRedundant(elements));
    else return { problem: `\`${kind}\` is none of \`if\`, \`and\` and \`unless\``, at: [...at, kind] };
  }
  const first = alternatives.length === 0 ? [] : [withoutRedundant(alternatives)];
  return { oneOfEach: [...first, ...lists], unless: withoutRedundant(unless) };
}

function elementsOf(value: unknown): OpenElements | undefined {
  if (!isObject(value)) return undefined;
  const { Resource, NotResource, ...operators } = value;
  const resources = Resource === undefined ? [] : patternsOf(Resource);
  const others = NotResource === undefined ? [] : patternsOf(NotResource);
  const blocks = Object.entries(operators).map(([operator, block]) => [operator, blockOf(block)] as const);
  if (resources === undefined || others === undefined) return undefined;
  const conditions = blocks.flatMap(([operator, block]) => (block === undefined ? [] : [[operator, block]]));
  if (conditions.length < blocks.length) return undefined;
  return {
    ...(conditions.length > 0 && { Condition: Object.fromEntries(conditions) }),
    ...(resources.length > 0 && { Resource: resources }),
    ...(others.length > 0 && { NotResource: others }),
  };
}

function blockOf(value: unknown): Readonly<Record<string, readonly string[]>> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).map(([key, values]) => [key, textsOf(values)] as const);
  if (entries.length === 0 || entries.some(([, values]) => values === undefined)) return undefined;
  return Object.fromEntries(
    entries.flatMap(([key, values]) => (values === undefined ? [] : [[key, values]])),
  );
}

function patternsOf(value: unknown): readonly string[] | undefined {
  const patterns: readonly unknown[] = Array.isArray(value) ? value : [value];
  return patterns.length > 0 && patterns.every((one) => typeof one === 'string') ? textsOf(value) : undefined;
}

/** Values as policies have them: one or several, numbers and `true` and `false` also without quotes. */
function textsOf(value: unknown): readonly string[] | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? [String(one)] : [],
  );
  return texts.length === values.length ? texts.sort() : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
