import type { PolicyEvaluationDecision, PolicyType } from '@cognito-iam/core';
import type { TestAccount } from '../account/test-account.js';
import { readDeniedMessage } from '../http/denied-message.js';
import { receivedError } from '../http/received-error.js';
import { TestKitError } from '../kit-error.js';
import { askCase } from './ask-case.js';
import type { CaseQuestion } from './case-question.js';

/** What an engine answers. What it leaves out it does not know, and a case that expects it fails. */
export interface CaseAnswer {
  /** `denied` where it is not known whether a Deny did it. */
  readonly decision: PolicyEvaluationDecision | 'denied';
  /** The type of policy that refuses. */
  readonly decidedBy?: PolicyType;
  /** The statements that decided; none for a refusal since nothing allows it. */
  readonly matchedStatements?: readonly { readonly sid?: string; readonly policy?: string }[];
  /**
   * Why, for people; asked for only where a case fails. With `otherwise` the case expects this decision for another
   * reason: for an explicit Deny, or for any other.
   */
  readonly explanation?: (otherwise?: 'explicit' | 'other') => string;
}

/** Decides about one question of a case. */
export type CaseDecider = (question: CaseQuestion) => CaseAnswer | Promise<CaseAnswer>;

/** What cases are asked of: a test account, or anything else that decides. */
export type CaseEngine = TestAccount | CaseDecider | { readonly decide: CaseDecider };

const decisions: readonly unknown[] = ['allowed', 'denied', 'explicitDeny', 'implicitDeny'];

/** How an engine decides. Rejects with a {@link TestKitError} where what it answers is no decision. */
export function deciderOf(engine: CaseEngine): (question: CaseQuestion) => Promise<CaseAnswer> {
  const decide = functionOf(engine);
  return async (question) => {
    const answer: unknown = await decide(question);
    if (isAnswer(answer)) return answer;
    throw new TestKitError(
      'the engine answered without a decision: expected `{ decision }`, one of `allowed`, `explicitDeny`, `implicitDeny` and `denied`',
    );
  };
}

function functionOf(engine: CaseEngine): CaseDecider {
  if (typeof engine === 'function') return engine;
  if (typeof engine === 'object' && engine !== null) {
    if ('decide' in engine) return (question) => engine.decide(question);
    if ('role' in engine && 'with' in engine) return accountDecider(engine);
  }
  throw new TestKitError(
    'cases are asked of a test account, of a function, or of an object with `decide`; got something else',
  );
}

function accountDecider(account: TestAccount): CaseDecider {
  return (question) => {
    const answer = askCase(account, question);
    return {
      ...answer.decision,
      explanation: (otherwise) =>
        otherwise === undefined ? answer.toString() : answer.reasons(otherwise === 'explicit'),
    };
  };
}

function isAnswer(value: unknown): value is CaseAnswer {
  return (
    typeof value === 'object' && value !== null && 'decision' in value && decisions.includes(value.decision)
  );
}

/**
 * What an API decided, by its answer: a response of `fetch`, supertest or `inject`, or an error that an SDK threw. It is
 * allowed where the API carried it out, or looked for what there is not (`UserNotFoundException`), which AWS does only
 * after it has asked IAM. Rejects with a {@link TestKitError} for any other error, such as that of an expired token:
 * IAM was not asked, or nobody can tell.
 */
export async function caseAnswerOf(answer: unknown): Promise<CaseAnswer> {
  const { status, type, message } = await receivedError(answer);
  if (type === undefined && status !== undefined && status < 300) return { decision: 'allowed' };
  if (type === 'AccessDeniedException') {
    return readDeniedMessage(message ?? '') ?? { decision: 'denied', explanation: () => message ?? type };
  }
  if (type !== undefined && /(NotFound|Exists)Exception$/.test(type)) return { decision: 'allowed' };
  const said = [status, type, message].filter((one) => one !== undefined).join(' ');
  throw new TestKitError(`the answer does not say whether it is allowed: ${said}`);
}
