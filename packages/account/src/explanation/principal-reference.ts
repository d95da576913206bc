import type { ExplainedAccount } from './explained-account.js';
import { describedPrincipals } from './principal-by-source-id.js';

/** How the template or plan that makes a role or user refers to it: what is deployed has another ARN than the local one. */
export interface PrincipalReference {
  /** What it is called there: a logical id, or an address such as `aws_iam_role.support`. */
  readonly id: string;
  /** What stands for the ARN in a policy there: `{ "Fn::GetAtt": ["Role", "Arn"] }`, or `${aws_iam_role.support.arn}`. */
  readonly arn: string | { readonly 'Fn::GetAtt': readonly [id: string, attribute: 'Arn'] };
}

/**
 * The reference for a role or user of a template or plan, by its local ARN; `undefined` for any other, and for one that
 * a module makes or a `for_each`, whose address stands for nothing elsewhere.
 */
export function principalReference(
  account: Pick<ExplainedAccount, 'directory' | 'sourceIds'>,
  arn: string,
): PrincipalReference | undefined {
  const { directory } = account;
  const [found, second] = describedPrincipals(account).filter(({ kind, name }) => {
    const own = name.slice(kind.length + 1);
    return (kind === 'role' ? directory.role(own) : directory.user(own))?.arn === arn;
  });
  if (found === undefined || second !== undefined) return undefined;
  const { sourceId: id } = found;
  // A logical id has letters and digits alone; an address has the type before it.
  if (/^[0-9A-Za-z]+$/.test(id)) return { id, arn: { 'Fn::GetAtt': [id, 'Arn'] } };
  return /^aws_iam_(?:role|user)\.[\w-]+(?:\[\d+\])?$/.test(id) ? { id, arn: `\${${id}.arn}` } : undefined;
}

/** How to name the principal where it is made, in one clause. */
export function principalReferenceText({ id, arn }: PrincipalReference): string {
  return typeof arn === 'string'
    ? `in the sources of the plan that makes it write ${arn} in place of the ARN`
    : `in the template that makes it write !GetAtt ${id}.Arn in place of the ARN, in JSON ${JSON.stringify(arn)}`;
}
