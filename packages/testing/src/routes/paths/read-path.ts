import type { PathShape, ShapeSegment } from './path-shape.js';

/** How a framework reads the patterns of its paths. */
export interface PathRules {
  /** Whether letter case counts. */
  readonly sensitive: boolean;
  /** Whether a slash at the end makes another path. */
  readonly strict: boolean;
  /** Whether everything below the path is meant as well, as with `use`. */
  readonly below?: boolean;
  /** What an asterisk at the end takes: at least one segment or, as in Hono and Fastify, none as well. */
  readonly asterisk: 'some' | 'any';
}

/** At the end of a pattern, what stands for everything: in Express 4 and 5, `@koa/router`, Hono and Fastify. */
const asterisks = /^(?:\*\w*|\(\.\*\)|:\w+\{\.[*+]\}|:\w+\(\.[*+]\))$/;

/** In the patterns of Express 5 and `@koa/router`, what stands for everything or nothing. */
const optionalAsterisk = /\{\/\*\w+\}$/;

/** An asterisk that takes no empty text. */
const filledAsterisk = /^:\w+(?:\{\.\+\}|\(\.\+\))$/;

const parameter = /^:[A-Za-z_]\w*$/;

const plainText = /^[\w\-.~!$&',;=@% ]*$/;

/** Reads the pattern of a path. What it does not know becomes a segment of which nothing is said. */
export function readPath(pattern: string, rules: PathRules): PathShape {
  const text = pattern.startsWith('/') ? pattern : `/${pattern}`;
  const pieces = text.replace(optionalAsterisk, '').split('/').slice(1);
  const last = pieces.at(-1);
  const star = filledAsterisk.test(last ?? '') ? 'some' : rules.asterisk;
  const ends = optionalAsterisk.test(text) ? 'any' : asterisks.test(last ?? '') ? star : 'none';
  const rest = rules.below === true ? 'any' : ends;
  // A slash at the end is no segment where there may be more, nor where it makes no difference.
  const slash = last === '' && (rest !== 'none' || (!rules.strict && pieces.length > 1));
  if (slash || (last !== undefined && asterisks.test(last))) pieces.pop();
  const strict = rules.strict && rest === 'none' && text !== '/';
  const segments = pieces.map((piece) => segmentOf(piece, rules.sensitive));
  const filled = rest === 'some' && filledAsterisk.test(last ?? '');
  return { text, segments, rest, ...(filled && { filled }), ...(strict && { strict }) };
}

/** A pattern that only its framework understands, such as a regular expression. */
export function unreadablePath(text: string): PathShape {
  return { text, segments: [{ other: text }], rest: 'any' };
}

/** What `path` means below `mount`. */
export function mounted(mount: PathShape, path: PathShape): PathShape {
  if (mount.segments.length === 0) return path;
  const [first] = path.segments;
  const isRoot =
    path.segments.length === 1 && first !== undefined && 'literal' in first && first.literal === '';
  const base = mount.text.replace(/\/$/, '');
  const below = path.text === '/' ? '' : path.text;
  return {
    text: base + below,
    segments: isRoot ? mount.segments : [...mount.segments, ...path.segments],
    rest: path.rest,
    ...(path.filled === true && { filled: true }),
    // To a router the path that it is mounted at is `/`, with a slash at the end and without.
    ...(path.strict === true && !isRoot && { strict: true }),
  };
}

function segmentOf(piece: string, sensitive: boolean): ShapeSegment {
  if (parameter.test(piece)) return { parameter: piece.slice(1) };
  return plainText.test(piece) ? { literal: piece, sensitive } : { other: piece };
}
