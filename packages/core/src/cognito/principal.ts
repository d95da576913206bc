import type { ContextValue, PolicySet } from '../policy/index.js';

/** What kind of principal asks: the values of `aws:PrincipalType`. */
export type PrincipalType = 'Account' | 'User' | 'AssumedRole' | 'FederatedUser' | 'Anonymous';

/** Who calls, as IAM sees it. Immutable. */
export interface Principal {
  /** As AWS prints it in messages: `arn:aws:sts::A:assumed-role/R/S`, `arn:aws:iam::A:user/U`, … or `anonymous`. */
  readonly arn: string;
  readonly type: PrincipalType;
  /** The account the principal belongs to; absent for `anonymous`. */
  readonly account?: string;
  /** The role's ARN with its path: what `aws:PrincipalArn` holds for a role session. */
  readonly roleArn?: string;
  /** The value of `aws:userid`. */
  readonly userId: string;
  /** The value of `aws:username`: IAM users only. */
  readonly username?: string;
  /** Values of `aws:PrincipalTag/…`: tags of the user or role, overridden by session tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Condition keys that stay the same for the whole session: `aws:TokenIssueTime`, `aws:FederatedProvider`, `…:amr`. */
  readonly sessionContext: Readonly<Record<string, ContextValue>>;
}

/** A principal with the policies that apply to it: what a verified credential stands for. */
export interface Caller {
  readonly principal: Principal;
  /** The same object for the same policies, so that caches can go by identity. */
  readonly policies: PolicySet;
}
