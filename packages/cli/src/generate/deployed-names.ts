import { type Account, deployedStem, describedPrincipals, madeUpStack } from '@cognito-iam/account';

/** How principals of a log are called in an account that was read from templates, by name in the log. */
export interface DeployedNames {
  /** Their names in the account. */
  readonly names: ReadonlyMap<string, string>;
  /** Why the name of another cannot be told, though there is one that it may have. */
  readonly doubts: ReadonlyMap<string, string>;
}

/** A principal of a template without a name of its own. */
interface MadeUp {
  /** As the account calls it: `role/stack-Support-1A2B3C4D5E6F`. */
  readonly name: string;
  readonly id: string;
  readonly stem: string;
}

/**
 * Finds the principals of a log whose names CloudFormation made up, `Stack-LogicalId-1A2B3C4D5E6F`: those of the same
 * stack and logical id, whatever the suffix, or else, since stacks are called otherwise where they are deployed, the only
 * one with a logical id. `logged` are names that the log has, such as `role/Support`.
 */
export function deployedNames(logged: readonly string[], account: Account): DeployedNames {
  const madeUp = describedPrincipals(account).flatMap(({ kind, name, sourceId }): readonly MadeUp[] => {
    const stack = madeUpStack(name.slice(kind.length + 1), sourceId);
    return stack === undefined ? [] : [{ name, id: sourceId, stem: `${kind}/${stack}-${sourceId}` }];
  });
  const own = new Set([
    ...account.directory.roles.map(({ name }) => `role/${name}`),
    ...account.directory.users.map(({ name }) => `user/${name}`),
  ]);
  const names = new Map<string, string>();
  const unsure = new Map<string, readonly MadeUp[]>();
  for (const one of logged) {
    const stem = deployedStem(one);
    if (stem === undefined || own.has(one)) continue;
    const exact = madeUp.find((each) => each.stem === stem);
    if (exact !== undefined) names.set(one, exact.name);
    else {
      const kind = one.slice(0, one.indexOf('/') + 1);
      const like = madeUp.filter((each) => each.name.startsWith(kind) && stem.endsWith(`-${each.id}`));
      if (like.length > 0) unsure.set(one, like);
    }
  }
  const doubts = new Map<string, string>();
  for (const [one, like] of unsure) {
    const [only, ...others] = like;
    const rivals = [...unsure].filter(([, each]) => each.some((candidate) => like.includes(candidate)));
    if (
      only !== undefined &&
      others.length === 0 &&
      rivals.length === 1 &&
      ![...names.values()].includes(only.name)
    )
      names.set(one, only.name);
    else doubts.set(one, doubt(like));
  }
  return { names, doubts };
}

function doubt(like: readonly MadeUp[]): string {
  const ids = [...new Set(like.map(({ id }) => `\`${id}\``))].join(' or ');
  return `it may be ${ids} of a template, and is not alone in that: give the template the \`stackName\` that it is deployed with`;
}
