import { catalog } from '@cognito-iam/core';
import { type ActionName, askedActions } from '../account/asked-actions.js';
import type { Subject } from '../account/subject.js';
import type { TestPool } from '../account/test-pool.js';
import { type DeniedMessage, readDeniedMessage } from '../http/denied-message.js';
import { type ReceivedError, receivedError } from '../http/received-error.js';
import { requireKnown, TestKitError } from '../kit-error.js';
import { type DenialReason, refuses } from './denial-reason.js';
import { type Verdict, verdict } from './verdict.js';

/** What AWS's message must say; what is left out may be anything. */
export interface ExpectedDenial {
  readonly action?: ActionName;
  /** A pool, its id, an ARN or `*`. */
  readonly resource?: TestPool | string;
  /** Somebody of a test account or an ARN; a role (`role/Support`, its ARN) stands for each of its sessions. */
  readonly principal?: Pick<Subject, 'principal'> | string;
  readonly because?: DenialReason;
}

/**
 * Whether an answer is AWS's refusal for want of permission, with its status and message; a refusal of another kind is
 * none. Gives a promise for a response whose body has yet to be read.
 */
export function checkAccessDenied(
  value: unknown,
  expected: ExpectedDenial = {},
  negated = false,
): Verdict | Promise<Verdict> {
  requireKnown(expected, ['action', 'resource', 'principal', 'because'], '`toBeAccessDenied`');
  if (negated && Object.keys(expected).length > 0) {
    throw new TestKitError(
      'with `.not` nothing can be said of the refusal: any other one would pass; leave the rest out',
    );
  }
  const action = expected.action === undefined ? undefined : knownAction(expected.action);
  // So that a reason that there is not is told whatever the answer.
  refuses({ decision: 'implicitDeny', decidedBy: 'identity' }, expected.because);
  const read = receivedError(value);
  const judge = (received: ReceivedError): Verdict => {
    const problems = problemsOf(received, { ...expected, ...(action !== undefined && { action }) });
    return verdict((problems.length === 0) !== negated, negated, () => messageOf(received, problems));
  };
  return read instanceof Promise ? read.then(judge) : judge(read);
}

function knownAction(name: ActionName): string {
  if (/[*?]/.test(name)) {
    throw new TestKitError(`a refusal is of one action, and \`${name}\` may stand for several: name it`);
  }
  const operation = name.replace(/^cognito-idp:/i, '');
  return catalog.operation(operation)?.action ?? askedActions(name)[0] ?? name;
}

function problemsOf(received: ReceivedError, expected: ExpectedDenial): readonly string[] {
  const { status, type, message } = received;
  if (type !== 'AccessDeniedException') return ['it is no AccessDeniedException'];
  // AWS answers 400; where REST clients are spoken to, as RFC 9457 has it, it is 403.
  if (status !== undefined && status !== 400 && status !== 403) return ['its status is neither 400 nor 403'];
  const said = message === undefined ? undefined : readDeniedMessage(message);
  if (said === undefined) return ["its message is not AWS's"];
  return [
    ...differing('action', expected.action, said.action, (one) => one === said.action),
    ...differing('resource', nameOf(expected.resource), said.resource, (one) =>
      isResource(one, said.resource),
    ),
    ...differing('principal', nameOf(expected.principal), said.principal, (one) => isPrincipal(one, said)),
    ...(refuses(said, expected.because)
      ? []
      : [`because: expected ${expected.because}, and it is ${said.decidedBy} (${said.decision})`]),
  ];
}

function differing(
  what: string,
  expected: string | undefined,
  said: string,
  matches: (expected: string) => boolean,
): readonly string[] {
  if (expected === undefined || matches(expected)) return [];
  return [`${what}: expected ${expected}, and it is ${said}`];
}

function nameOf(value: ExpectedDenial['resource'] | ExpectedDenial['principal']): string | undefined {
  if (typeof value !== 'object') return value;
  return 'arn' in value ? value.arn : (value.principal.roleArn ?? value.principal.arn);
}

function isResource(expected: string, said: string): boolean {
  return said === expected || (!expected.startsWith('arn:') && said.endsWith(`:userpool/${expected}`));
}

function isPrincipal(expected: string, { principal }: DeniedMessage): boolean {
  if (principal === expected) return true;
  const [, account = '', kind, name] =
    /^(?:arn:[\w-]+:iam::(\d+):)?(role|user)\/(?:.*\/)?([^/]+)$/.exec(expected) ?? [];
  if (kind === undefined || (kind === 'user' && account !== '')) return false;
  const [, owner = '', saidKind, said] =
    /^arn:[\w-]+:(?:iam|sts)::(\d+):(assumed-role|user)\/(.+)$/.exec(principal) ?? [];
  if (account !== '' && account !== owner) return false;
  if (kind === 'user') return saidKind === 'user' && (said === name || said?.endsWith(`/${name}`) === true);
  return saidKind === 'assumed-role' && said?.split('/')[0] === name;
}

function messageOf({ status, type, message }: ReceivedError, problems: readonly string[]): string {
  const received = [
    ...(status === undefined ? [] : [`status   ${status}`]),
    `error    ${type ?? 'none'}`,
    ...(message === undefined ? [] : [`message  ${message}`]),
  ].map((line) => `  ${line}`);
  const head =
    problems.length === 0
      ? ['expected an answer other than a refusal for want of permission']
      : ['expected a refusal for want of permission', ...problems.map((problem) => `  ${problem}`)];
  return [...head, '', 'received', ...received].join('\n');
}
