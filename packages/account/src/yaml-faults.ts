import { nearestName } from '@cognito-iam/core';
import type { Finding } from './finding.js';
import type { YamlTag } from './yaml-tag.js';

/** A fault as the `yaml` library tells it. */
export interface YamlFault {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** What is wrong with a text at a place of it, and the mend, without what is quoted of the text: a file named by mistake may hold secrets. */
export function yamlFaultText(
  { code, message, pos: [from, to] }: YamlFault,
  text: string,
  tags: readonly YamlTag[],
): Pick<Finding, 'message' | 'mend'> {
  if (code === 'MULTIPLE_DOCS') {
    // The library's own mend is for who calls it.
    return said('it holds several documents, with `---` between them', 'leave the one that is meant');
  }
  if (code === 'TAG_RESOLVE_FAILED') return tagFault(text.slice(from, to), tags);
  return said(withoutContent(message), mendOf(code, message, text.slice(from)));
}

function mendOf(code: string, message: string, text: string): string | undefined {
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && /^[^\n]*: /.test(text))
    return 'put a text that holds `: ` in quotes';
  if (message.startsWith('Flow ')) return 'close the bracket, and indent what is in it';
  return message.startsWith('Missing closing') ? 'close the quotes' : mends.get(code);
}

/** An alias that stands for nothing: mostly a wildcard that was meant as text. */
export const unresolvedAlias: Pick<Finding, 'message' | 'mend'> = {
  message:
    'this is not good YAML: what begins with `*` stands for an anchor, and there is none of this name before it',
  mend: 'put a text that begins with `*` in quotes, as in `Resource: "*"`',
};

/** What the library says, without what it quotes. */
export function withoutContent(message: string): string {
  return message.replace(/(?:(?<=\S): | %|\n).*$/s, '');
}

/** https://yaml.org/spec/1.2.2 */
const mends: ReadonlyMap<string, string> = new Map([
  ['BAD_ALIAS', 'put what begins with `*` in quotes, as in `Resource: "*"`'],
  ['BAD_DQ_ESCAPE', "write `\\\\` for a backslash, or use single quotes: `'…'`"],
  ['BAD_INDENT', 'begin it in the same column as the others of its object or list'],
  ['BAD_SCALAR_START', 'put it in quotes'],
  ['BLOCK_AS_IMPLICIT_KEY', 'begin the line below in the same column as the others of its object'],
  ['MISSING_CHAR', 'write `key: value` with a blank behind the colon, and indent a line that goes on'],
  ['MULTILINE_IMPLICIT_KEY', 'begin the line in the same column as the others of its object'],
  ['TAB_AS_INDENT', 'indent with blanks'],
  ['UNEXPECTED_TOKEN', 'put the text in quotes, and do not mix `- item` and `key: value` in one column'],
]);

/** A tag is told of where it is like one that there is: another may be a password. */
function tagFault(written: string, tags: readonly YamlTag[]): Pick<Finding, 'message' | 'mend'> {
  const names = tags.map(({ tag }) => tag);
  if (names.length === 0) {
    return said(
      'a tag such as `!Ref` is not known here',
      'templates alone have tags, which `templates` of a configuration name; elsewhere put the text in quotes',
    );
  }
  const nearest = nearestName(written, names);
  const known = `known are ${names.map((name) => `\`${name}\``).join(', ')}`;
  return nearest === undefined
    ? said('the tag is not known', `${known}; put a text that begins with \`!\` in quotes`)
    : said(`the tag \`${written}\` is not known`, `did you mean \`${nearest}\`?`);
}

function said(what: string, mend: string | undefined): Pick<Finding, 'message' | 'mend'> {
  return { message: `this is not good YAML: ${what}`, ...(mend !== undefined && { mend }) };
}
