import type { DescribedUserPool } from '../account-part.js';
import type { ExplainedAccount } from './explained-account.js';

/** How the file that makes a user pool refers to its ARN, so that what is deployed has the real one. */
export interface PoolReference {
  /** The template, or the plan of the sources: its place in the account's findings. */
  readonly file: string;
  /**
   * What stands for the ARN in a policy there: `{ "Fn::GetAtt": ["UserPool", "Arn"] }` in a template, in YAML too, and
   * `${aws_cognito_user_pool.main.arn}` in a policy of Terraform's, be it in `jsonencode` or a text.
   */
  readonly arn: string | { readonly 'Fn::GetAtt': readonly [id: string, attribute: 'Arn'] };
}

/**
 * The reference for a pool of a template or plan, by the ARN that stands for it here; `undefined` for any other, for
 * one that two files make, and for one of a module, which only that module can refer to.
 */
export function poolReference(
  { directory, region, userPools }: Pick<ExplainedAccount, 'directory' | 'region' | 'userPools'>,
  arn: string,
): PoolReference | undefined {
  const prefix = `arn:${directory.partition}:cognito-idp:${region}:${directory.account}:userpool/`;
  const [pool, second] = userPools.filter(({ poolId }) => arn === prefix + poolId);
  if (pool === undefined || second !== undefined) return undefined;
  const reference = referenceTo(pool);
  return reference === undefined ? undefined : { file: pool.place.file, arn: reference };
}

/** How to name the pool where it is made, in one clause. */
export function referenceText({ file, arn }: PoolReference): string {
  if (typeof arn !== 'string') {
    const [id] = arn['Fn::GetAtt'];
    return `in ${file} write !GetAtt ${id}.Arn in place of the ARN, in JSON ${JSON.stringify(arn)}`;
  }
  return `in the sources of ${file} write ${arn} in place of the ARN`;
}

function referenceTo({ id }: DescribedUserPool): PoolReference['arn'] | undefined {
  // A logical id has letters and digits alone; an address has the type before it, and a module's a module's before that.
  if (/^[0-9A-Za-z]+$/.test(id)) return { 'Fn::GetAtt': [id, 'Arn'] };
  return /^aws_cognito_user_pool\.[\w-]+(?:\[\d+\])?$/.test(id) ? `\${${id}.arn}` : undefined;
}
