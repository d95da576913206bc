/** One part of a path between slashes: a text, any one segment, or something that only its framework understands. */
export type ShapeSegment =
  | { readonly literal: string; readonly sensitive: boolean }
  | { readonly parameter: string }
  | { readonly other: string };

/** The paths that a route or middleware is for, as far as they can be told from its pattern. */
export interface PathShape {
  /** As the application wrote it, mount paths included. */
  readonly text: string;
  readonly segments: readonly ShapeSegment[];
  /** What comes after the segments: nothing, at least one more, or anything. */
  readonly rest: 'none' | 'some' | 'any';
  /** Whether what comes after is never empty, as that of `:path{.+}`; elsewhere a slash alone can be enough. */
  readonly filled?: true;
  /** Whether a slash at the end makes another path, so that with one it is not meant; left out where it makes none. */
  readonly strict?: true;
}

/** Whether every path of `inner` is certainly one of `outer`; where that cannot be told, it is `false`. */
export function covers(outer: PathShape, inner: PathShape): boolean {
  if (inner.segments.some((segment) => 'other' in segment) && outer.segments.length > 0) return false;
  if (outer.rest === 'none' && (inner.rest !== 'none' || outer.segments.length !== inner.segments.length)) {
    return false;
  }
  if (outer.filled === true && inner.rest !== 'none' && inner.filled !== true) return false;
  // A slash that counts outside and not inside lets requests by.
  if (outer.rest === 'none' && outer.strict === true && inner.strict !== true) return false;
  // An asterisk that stands for at least one segment does not stand for a slash.
  const { length } = outer.rest === 'some' ? withoutEmpty(inner.segments) : inner.segments;
  const atLeast = length + (inner.rest === 'some' ? 1 : 0);
  if (atLeast < outer.segments.length + (outer.rest === 'some' ? 1 : 0)) return false;
  return outer.segments.every((segment, index) => segmentCovers(segment, inner.segments[index]));
}

function segmentCovers(outer: ShapeSegment, inner: ShapeSegment | undefined): boolean {
  if (inner === undefined || 'other' in outer || 'other' in inner) return false;
  if ('parameter' in outer) return !('literal' in inner && inner.literal === '');
  if (!('literal' in inner)) return false;
  if (!outer.sensitive) return outer.literal.toLowerCase() === inner.literal.toLowerCase();
  // Letter case that counts outside and not inside lets requests by.
  const hasCase = outer.literal.toLowerCase() !== outer.literal.toUpperCase();
  return outer.literal === inner.literal && (inner.sensitive || !hasCase);
}

/** Whether some path may be meant by both; where that cannot be told, it is `true`. */
export function mayMeet(first: PathShape, second: PathShape): boolean {
  const [one, other] = [withoutLastSlash(first), withoutLastSlash(second)];
  const shared = Math.min(one.segments.length, other.segments.length);
  for (let index = 0; index < shared; index++) {
    const [here, there] = [one.segments[index], other.segments[index]];
    if (here === undefined || there === undefined || 'other' in here || 'other' in there) return true;
    if (!('literal' in here && 'literal' in there)) continue;
    if (here.literal.toLowerCase() !== there.literal.toLowerCase()) return false;
  }
  const [shorter, longer] = one.segments.length <= other.segments.length ? [one, other] : [other, one];
  const [next] = longer.segments.slice(shared);
  if (shorter.rest !== 'none' || (next !== undefined && 'other' in next)) return true;
  return shorter.segments.length === longer.segments.length && longer.rest !== 'some';
}

function withoutLastSlash(shape: PathShape): PathShape {
  return shape.segments.length > 1 ? { ...shape, segments: withoutEmpty(shape.segments) } : shape;
}

function withoutEmpty(segments: readonly ShapeSegment[]): readonly ShapeSegment[] {
  const last = segments.at(-1);
  return last !== undefined && 'literal' in last && last.literal === '' ? segments.slice(0, -1) : segments;
}

/** A path of that shape to send a request to; `undefined` where the pattern has a part of which none is known. */
export function samplePath({ segments, rest }: PathShape): string | undefined {
  const parts: string[] = [];
  for (const segment of segments) {
    if ('other' in segment) return undefined;
    parts.push('literal' in segment ? segment.literal : sampleSegment);
  }
  if (rest === 'some') parts.push(sampleSegment);
  return `/${parts.join('/')}`;
}

/** What stands for a parameter in the requests that the kit makes. */
export const sampleSegment = 'route-contract';
