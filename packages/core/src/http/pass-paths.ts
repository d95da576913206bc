import { latePattern } from '../late-pattern.js';
import { invalid, type OptionReader, text } from '../options.js';
import { decoded, type RestTarget, restTarget } from './rest-target.js';

/** What programs behind a pass may read in another way than it is written. */
const ambiguous = latePattern(String.raw`[%/\\?#\p{Cc}]|^\s*\.+\s*(?:;|$)`, 'u');

const passEntryForm = /^(?:\/(?::[a-z_]\w*|(?!\.\.?(?:\/|$))[\w\-.~]+))+\/?$/i;

/**
 * Reads a path that passes: `/health` is that path alone, `/oauth2/` everything below it, and `:poolId` stands for any
 * one segment.
 */
export const passEntry: OptionReader<string> = (value, path) => {
  const entry = text(value, path);
  if (
    entry.startsWith('/') &&
    segmentsOf(entry).every((segment) => segment === '' || segment.startsWith(':'))
  ) {
    throw invalid(
      path,
      `\`${entry}\` would let everything pass; name paths, such as \`/health\` or \`/oauth2/\``,
    );
  }
  if (passEntryForm.test(entry)) return entry;
  throw invalid(
    path,
    `expected a path such as \`/health\`, or \`/oauth2/\` for what is below it; got \`${entry}\``,
  );
};

/** Gives whether the path of a URL is one of `entries`, letter case included, or below one. */
export function passMatcher(entries: readonly string[]): (url: string) => boolean {
  const passing = entries.map(segmentsOf);
  if (passing.length === 0) return () => false;
  return (url) => {
    const target = restTarget(url);
    if ('fault' in target || !passing.some((entry) => covers(entry, target))) return false;
    return target.segments.every(hasOneReading);
  };
}

/**
 * Whether whoever is behind a pass takes a segment for nothing but itself. Such programs decode paths, some of them twice
 * (`..%2Fuserpools`, `%252e%252e`), cut parameters and blanks off (`..;a=b`, `..%20`) and take wide dots for dots.
 */
function hasOneReading(segment: string): boolean {
  if (!/[%;]/.test(segment)) return true;
  const text = decoded(segment)?.normalize('NFKC');
  return text !== undefined && !ambiguous().test(text);
}

/** The last segment of an entry is empty where it stands for everything below it. */
function covers(entry: readonly string[], { segments }: RestTarget): boolean {
  const below = entry.at(-1) === '';
  if (below ? segments.length < entry.length : segments.length !== entry.length) return false;
  return entry.every((segment, index) => {
    if (below && index === entry.length - 1) return true;
    return segment.startsWith(':') ? segments[index] !== '' : segments[index] === segment;
  });
}

function segmentsOf(entry: string): readonly string[] {
  return entry.split('/').slice(1);
}
