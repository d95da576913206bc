/** What commander says of a wrong command line, and how it is said here. */
const wordings: readonly (readonly [RegExp, string])[] = [
  [/^unknown command '(.*)'$/, 'there is no command `$1`'],
  [/^unknown option '(.*)'$/, 'there is no option `$1`'],
  [/^required option '(.*)' not specified$/, '`$1` is missing'],
  [/^option '(.*)' argument missing$/, '`$1` needs a value'],
  [/^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s, '`$1` is one of $3, not `$2`'],
];

/** By command and option, the options that do there what one of that name does elsewhere. */
const namedOtherwise: ReadonlyMap<string, readonly string[]> = new Map([
  ['token --as', ['--role', '--user']],
]);

/** An argument as it may be told: a token is not, nor is much of anything, and nothing moves a cursor. */
export function shownArgument(argument: string): string {
  if (/^eyJ[\w-]*\./.test(argument)) return 'a token';
  const plain = argument.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?');
  return `\`${plain.length > 30 ? `${plain.slice(0, 30)}…` : plain}\``;
}

/**
 * One line for a command line that cannot be used, made of commander's message: what is wrong, and the mend. `command`
 * is the first argument, `names` are those of the commands.
 */
export function usageText(message: string, command: string | undefined, names: readonly string[]): string {
  const [first = '', hint = ''] = message.replace(/^error: /, '').split('\n');
  const [pattern, wording] = wordings.find(([one]) => one.test(first)) ?? [/^/, ''];
  const what = first.replace(pattern, wording);
  const [, option = ''] = /^there is no option `(.*)`$/.exec(what) ?? [];
  const like =
    namedOtherwise.get(`${command} ${option}`) ??
    /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(hint)?.[1]?.split(', ') ??
    [];
  if (what.startsWith('there is no command')) {
    const nearestFirst = [...like, ...names.filter((name) => !like.includes(name))];
    return `${what}; ${didYouMean(like)}there are ${nearestFirst.join(', ')}`;
  }
  const about = command !== undefined && names.includes(command) ? `${command} ` : '';
  return `${what}; ${didYouMean(like)}see \`cognito-iam ${about}--help\``;
}

function didYouMean(like: readonly string[]): string {
  return like.length === 0 ? '' : `did you mean ${like.map((name) => `\`${name}\``).join(' or ')}? `;
}
