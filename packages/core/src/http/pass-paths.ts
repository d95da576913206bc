import { invalid, type OptionReader, text } from '../options.js';
import { type RestTarget, restTarget } from './rest-target.js';

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
    // A program that passes requests on may decode them: `/oauth2/..%2Fuserpools`.
    if ('fault' in target || /%(?:2f|5c)/i.test(target.path)) return false;
    return passing.some((entry) => covers(entry, target));
  };
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
