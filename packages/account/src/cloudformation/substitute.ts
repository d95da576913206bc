import { firstUnresolved, type Resolved, scalar, textOf, unresolved } from '../described/resolved-value.js';
import { type Evaluation, piecesOf, type Written } from './evaluation.js';

/** Longer texts are no policy's: templates can be written so that texts double with every line. */
export const longestText = 100_000;

/**
 * `Fn::Sub`, in both forms: `${Name}` and `${Resource.Attribute}` give values, `${!Name}` stays as `${Name}`, which is
 * how policy variables are written.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
 */
export function substitute(at: Written, evaluation: Evaluation): Resolved {
  const [template, values] = piecesOf(at) ?? [at];
  const resolved = template === undefined ? undefined : evaluation.resolve(template);
  const text = textOf(resolved);
  if (resolved === undefined || text === undefined) {
    return (resolved && firstUnresolved(resolved)) ?? unresolved(at.pointer, '`Fn::Sub` has no text');
  }
  const own = values === undefined ? undefined : evaluation.resolve(values);
  if (own?.kind === 'unresolved') return own;
  const valueNamed = (name: string): Resolved => {
    const given = own?.kind === 'map' ? own.members.get(name) : undefined;
    if (given !== undefined) return given;
    const dot = name.indexOf('.');
    if (dot < 0) return evaluation.reference(name, at);
    return evaluation.attribute(name.slice(0, dot), name.slice(dot + 1), at);
  };

  let result = '';
  let end = 0;
  for (const match of text.matchAll(/\$\{(!?)([^${}]*)\}/g)) {
    const [whole, literal, name = ''] = match;
    result += text.slice(end, match.index);
    end = match.index + whole.length;
    if (literal === '!') result += `\${${name}}`;
    else {
      const value = valueNamed(name.trim());
      const part = textOf(value);
      if (part === undefined) return whyNot(value, name.trim(), at.pointer);
      result += part;
    }
    if (result.length > longestText) return unresolved(at.pointer, 'the text becomes too long');
  }
  return scalar(at.pointer, result + text.slice(end));
}

function whyNot(value: Resolved, name: string, pointer: string): Resolved {
  const found = firstUnresolved(value) ?? unresolved(pointer, `\`${name}\` is no text`);
  // The commonest slip of policies in `Fn::Sub`: a policy variable that looks like a value of the template.
  if (!/^(aws|cognito-identity\.amazonaws\.com|cognito-idp):|^cognito-i/.test(name))
    return { ...found, pointer };
  const mend = `write \`\${!${name}}\` for a policy variable in \`Fn::Sub\``;
  return unresolved(pointer, `\`${name}\` is nothing in the template`, mend);
}
