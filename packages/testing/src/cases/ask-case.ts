import { takesPool } from '@cognito-iam/account';
import type { ContextValue } from '@cognito-iam/core';
import type { Answer } from '../account/answer.js';
import type { Situation } from '../account/situation.js';
import type { Subject } from '../account/subject.js';
import type { TestAccount } from '../account/test-account.js';
import type { CaseQuestion } from './case-question.js';

/**
 * The answer of an account to a question of a case. What another engine needs of the question, the ARNs and condition
 * keys that IAM would be given, is its `request`. Throws a {@link TestKitError} for a principal or pool that the account
 * does not have.
 */
export function askCase(account: TestAccount, question: CaseQuestion): Answer {
  const { principal, action, resource, context } = question;
  const { resourceTags = {}, keys, ...situation } = context;
  const tags = takesPool(action) ? Object.entries(resourceTags) : [];
  const ofResource: Record<string, ContextValue> = {};
  for (const [key, value] of tags) ofResource[`aws:ResourceTag/${key}`] = value;
  const subject = subjectOfCase(accountIn(account, situation), principal, resource);
  return subject.can(action, {
    ...(resource !== undefined && { on: resource }),
    context: { ...ofResource, ...keys },
  });
}

/** Cases of a table have few situations, and in each an account compiles the policies of a principal once. */
const accounts = new WeakMap<TestAccount, Map<string, TestAccount>>();

function accountIn(account: TestAccount, situation: Situation): TestAccount {
  const known = accounts.get(account) ?? new Map<string, TestAccount>();
  accounts.set(account, known);
  const name = JSON.stringify(situation);
  const one = known.get(name) ?? account.with(situation);
  known.set(name, one);
  return one;
}

function subjectOfCase(account: TestAccount, principal: string, resource: string | undefined): Subject {
  if (principal === 'root') return account.root;
  if (principal === 'anonymous') return account.anonymous;
  if (principal.startsWith('arn:')) return account.arn(principal);
  const name = principal.slice(principal.indexOf('/') + 1);
  if (principal.startsWith('role/')) return account.role(name);
  if (principal.startsWith('user/')) return account.user(name);
  return account.group(name, resource === undefined || resource === '*' ? {} : { on: resource });
}
