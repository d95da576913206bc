import type { Pattern, Token } from '@cognito-iam/account';

/** A variable, or one of the three characters that are written like one. */
const variable = /\$\{(?:([*?$])|(\s*[^,}${\s][^,}${]*)(?:, *'[^']*' *)?)\}/y;

/**
 * The pattern of an entry of `Action`, in lower case; `undefined` where it matches nothing, since it has a wildcard in
 * its service. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionPattern(entry: string): Pattern | undefined {
  const [service = '', name] = lowerCase(entry).split(':', 2);
  if (entry === '*' || entry === '*:*') return [{ kind: 'many', any: true }];
  if (name === undefined || (service !== '*' && /[*?]/.test(service))) return undefined;
  return [...tokens(service, false), ...tokens(':', false), ...tokens(name, true)];
}

/**
 * The pattern of an entry of `Resource` other than `*`; `undefined` where it is not sure what the entry stands for.
 * Before the resource part a wildcard stays in its segment, but for a `*` that ends it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourcePattern(entry: string, variables: boolean): Pattern | undefined {
  const start = resourcePart(entry, variables);
  if (start === undefined) return undefined;
  const head = entry.slice(0, start).replaceAll(/\*(?=:|$)/g, '\0');
  const tail = templateTokens(entry.slice(start), variables);
  return tail && [...tokens(head, false), ...tail];
}

/** ASCII letters only, as IAM compares actions and condition keys. */
export function lowerCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Where the resource part of an entry begins: after the fifth colon, or after the last where a star stands for several
 * parts; `undefined` where a variable has a form that is not understood.
 */
export function resourcePart(entry: string, variables: boolean): number | undefined {
  let colons = 0;
  let segment = 0;
  let crosses = false;
  for (let at = 0; at < entry.length; at++) {
    if (variables && entry.startsWith('${', at)) {
      variable.lastIndex = at;
      const [found] = variable.exec(entry) ?? [];
      if (found === undefined) return undefined;
      at += found.length - 1;
    } else if (entry[at] === ':') {
      colons++;
      crosses ||= entry[at - 1] === '*';
      segment = at + 1;
      if (colons === 5) return segment;
    }
  }
  return crosses ? segment : entry.length;
}

function templateTokens(text: string, variables: boolean): Pattern | undefined {
  if (!variables) return tokens(text, true);
  const pieces: Token[] = [];
  for (let at = 0; at < text.length; at++) {
    if (!text.startsWith('${', at)) {
      pieces.push(...tokens(text.charAt(at), true));
      continue;
    }
    variable.lastIndex = at;
    const [written, special] = variable.exec(text) ?? [];
    if (written === undefined) return undefined;
    pieces.push(special === undefined ? { kind: 'variable', written } : { kind: 'text', character: special });
    at += written.length - 1;
  }
  return pieces;
}

function tokens(text: string, any: boolean): Pattern {
  return [...text].map((character): Token => {
    if (character === '\0') return { kind: 'many', any: true };
    if (character === '*') return { kind: 'many', any };
    return character === '?' ? { kind: 'one', any } : { kind: 'text', character };
  });
}
