import type { DescribedUserPool } from '../account-part.js';
import type { ExplainedAccount } from './explained-account.js';

/** How the file that makes or reads a user pool refers to it, so that what is deployed has the real ARN. */
export interface PoolReference {
  /** The template, or the plan of the sources: its place in the account's findings. */
  readonly file: string;
  /** What it is called there: a logical id, or an address such as `module.auth.aws_cognito_user_pool.main`. */
  readonly id: string;
  /**
   * What stands for the ARN in a policy there: `{ "Fn::GetAtt": ["UserPool", "Arn"] }` in a template, in YAML too, and
   * `${aws_cognito_user_pool.main.arn}` in a policy of Terraform's, be it in `jsonencode` or a text. Left out for a pool
   * of a module, which other modules know by an output of a name that is not known here, and for one of a `for_each`,
   * whose key JSON would write in a way that Terraform does not read.
   */
  readonly arn?: string | { readonly 'Fn::GetAtt': readonly [id: string, attribute: 'Arn'] };
}

/**
 * The reference for a pool of a template or plan, by the ARN that stands for it here; `undefined` for any other, and for
 * one that two files make.
 */
export function poolReference(
  { directory, region, userPools }: Pick<ExplainedAccount, 'directory' | 'region' | 'userPools'>,
  arn: string,
): PoolReference | undefined {
  const prefix = `arn:${directory.partition}:cognito-idp:${region}:${directory.account}:userpool/`;
  const [pool, second] = userPools.filter(({ poolId }) => arn === prefix + poolId);
  if (pool === undefined || second !== undefined) return undefined;
  const { id, place } = pool;
  const reference = referenceTo(pool);
  return { file: place.file, id, ...(reference !== undefined && { arn: reference }) };
}

/** How to name the pool where it is made, in one clause. */
export function referenceText({ file, id, arn }: PoolReference): string {
  if (arn === undefined) {
    // What is in quotes may have dots in it.
    const [, module, own = id] = /^((?:module\.[\w-]+(?:\["[^"]*"\]|\[\d+\])?\.)+)(.*)$/.exec(id) ?? [];
    const there = `write \${${own}.arn} in place of the ARN`;
    return module === undefined
      ? `the pool is ${id} of ${file}: in the sources ${there}`
      : `the pool is ${id} of ${file}: in the sources of the module ${there}, elsewhere an output of it, \${${module}<output>}`;
  }
  if (typeof arn !== 'string') {
    const [id] = arn['Fn::GetAtt'];
    return `in ${file} write !GetAtt ${id}.Arn in place of the ARN, in JSON ${JSON.stringify(arn)}`;
  }
  return `in the sources of ${file} write ${arn} in place of the ARN`;
}

function referenceTo({ id }: Pick<DescribedUserPool, 'id'>): PoolReference['arn'] {
  // A logical id has letters and digits alone; an address has the type before it, and a module's a module's before that.
  if (/^[0-9A-Za-z]+$/.test(id)) return { 'Fn::GetAtt': [id, 'Arn'] };
  return /^(?:data\.)?aws_cognito_user_pool\.[\w-]+(?:\[\d+\])?$/.test(id) ? `\${${id}.arn}` : undefined;
}
