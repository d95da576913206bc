import { latePattern } from '../late-pattern.js';
import { invalid, type OptionReader, recordOf } from '../options.js';

const keyForm = latePattern(String.raw`^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$`, 'u');
const valueForm = latePattern(String.raw`^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$`, 'u');

/** Whether IAM takes `key` as the key of a tag. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export function isTagKey(key: string): boolean {
  return keyForm().test(key) && !/^aws:/i.test(key);
}

/** Whether IAM takes `value` as the value of a tag. */
export function isTagValue(value: string): boolean {
  return valueForm().test(value);
}

/** Reads the tags of a role or user: at most 50, with keys that IAM takes and that differ in more than letter case. */
export const tags: OptionReader<Readonly<Record<string, string>>> = (value, path) => {
  const record = recordOf(tagValue)(value, path);
  const keys = Object.keys(record);
  if (keys.length > 50) throw invalid(path, `expected at most 50 tags, got ${keys.length}`);
  const seen = new Set<string>();
  for (const key of keys) {
    if (!isTagKey(key)) {
      throw invalid(
        path,
        `\`${key}\` is not a tag key: 1 to 128 letters, digits, blanks and \`_.:/=+-@\`, not \`aws:…\``,
      );
    }
    const folded = key.toLowerCase();
    if (seen.has(folded)) {
      throw invalid(path, `\`${key}\` is there twice: IAM ignores the letter case of tag keys`);
    }
    seen.add(folded);
  }
  return record;
};

const tagValue: OptionReader<string> = (value, path) => {
  if (typeof value !== 'string' || !isTagValue(value)) {
    throw invalid(path, 'expected a tag value: up to 256 letters, digits, blanks and `_.:/=+-@`');
  }
  return value;
};
