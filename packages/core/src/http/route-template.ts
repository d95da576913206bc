import { match, parse, type Token } from 'path-to-regexp';
import { messageOf } from '../errors.js';
import { invalid } from '../options.js';

/** One part of a path template between slashes. */
export type TemplateSegment = { readonly literal: string } | { readonly parameter: string };

/** A path template, read. */
export interface RouteTemplate {
  readonly template: string;
  readonly segments: readonly TemplateSegment[];
  /** Gives the decoded parameters of a path, letter case and last slash as in the template; never backtracks. */
  readonly match: (path: string) => { readonly params: Partial<Record<string, string>> } | false;
}

const literalSegment = /^[\w\-.~!$&'()*+,;=:@]*$/;

/**
 * Reads a template such as `/users/:Username`, as Express 5 and `@koa/router` do, of which it takes texts and
 * parameters that are whole segments. Throws a `ConfigurationError` at `path`.
 */
export function readTemplate(template: string, path: string): RouteTemplate {
  if (!template.startsWith('/'))
    throw invalid(path, `expected a path that begins with \`/\`, got \`${template}\``);
  if (/[?#]/.test(template))
    throw invalid(
      path,
      `\`${template}\` has a query; members are taken from there without being named in the path`,
    );
  const pieces = template.slice(1).split('/');
  const segments = pieces.map((piece, index): TemplateSegment => {
    const [token, ...others] = tokensOf(piece, path);
    if (token === undefined && index === pieces.length - 1) return { literal: '' };
    if (token === undefined) throw invalid(path, `\`${template}\` has an empty segment`);
    if (token.type === 'param' && others.length === 0) return { parameter: token.name };
    if (token.type === 'text' && others.length === 0) return { literal: literal(token.value, path) };
    throw invalid(path, `\`${piece}\` is neither a text nor one \`:Parameter\``);
  });
  const names = segments.flatMap((segment) => ('parameter' in segment ? [segment.parameter] : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(path, `\`${template}\` has the parameter \`${twice}\` twice`);
  return { template, segments, match: match(template, { sensitive: true, trailing: false }) };
}

/**
 * Whether a path can be meant by both templates: as they are written, and in frameworks that overlook letter case
 * or the slash at the end. With `prefix`, whether one that `first` or anything below it stands for can be.
 */
export function overlap(first: RouteTemplate, second: RouteTemplate, prefix = false): boolean {
  const one = withoutLastSlash(first);
  const other = withoutLastSlash(second);
  if (prefix ? other.length < one.length : other.length !== one.length) return false;
  return one.every((segment, index) => {
    const counterpart = other[index];
    if (counterpart === undefined || 'parameter' in segment || 'parameter' in counterpart) return true;
    return segment.literal.toLowerCase() === counterpart.literal.toLowerCase();
  });
}

function withoutLastSlash({ segments }: RouteTemplate): readonly TemplateSegment[] {
  const last = segments.at(-1);
  return last !== undefined && 'literal' in last && last.literal === '' ? segments.slice(0, -1) : segments;
}

function tokensOf(piece: string, path: string): readonly Token[] {
  try {
    return parse(piece).tokens;
  } catch (error) {
    throw invalid(path, messageOf(error));
  }
}

function literal(text: string, path: string): string {
  if (text !== '.' && text !== '..' && literalSegment.test(text)) return text;
  throw invalid(path, `\`${text}\` cannot be a segment of a path`);
}
