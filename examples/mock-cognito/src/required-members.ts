import { catalog, type Operation } from '@cognito-iam/core';
import { type ApiAnswer, errorAnswer } from './api-answer.js';
import { memberOf, textAt } from './call-emulator.js';

/** What the emulator needs beyond AWS's model, which knows users without passwords: it takes none for an equal of none. */
const passwords: ReadonlyMap<string, readonly string[]> = new Map([
  ['SignUp', ['Password']],
  ['ChangePassword', ['PreviousPassword']],
]);

/**
 * The refusal of a request without a member that it must have. The emulator compares what it is given with what it
 * has kept, so that no code at all would pass where no code was ever sent.
 */
export function missingMember(operation: Operation, members: unknown): ApiAnswer | undefined {
  const required = [
    ...catalog.operation(operation).requiredMembers,
    ...(passwords.get(operation) ?? []),
  ].filter((name) => isMissing(memberOf(members, name)));
  if (required.length > 0) return errorAnswer('InvalidParameterException', mustNotBeNull(required));
  const part = missingPart(operation, members);
  return part === undefined
    ? undefined
    : errorAnswer('InvalidParameterException', `Missing required parameter ${part}`);
}

/** What is missing among the parameters of a sign-in, which AWS's model does not list. */
function missingPart(operation: Operation, members: unknown): string | undefined {
  if (operation === 'InitiateAuth' && memberOf(members, 'AuthFlow') === 'USER_PASSWORD_AUTH') {
    const parameters = memberOf(members, 'AuthParameters');
    return ['USERNAME', 'PASSWORD'].find((name) => textAt(parameters, name) === '');
  }
  if (memberOf(members, 'ChallengeName') === 'SMS_MFA') {
    return textAt(memberOf(members, 'ChallengeResponses'), 'SMS_MFA_CODE') === ''
      ? 'SMS_MFA_CODE'
      : undefined;
  }
  return undefined;
}

function mustNotBeNull(names: readonly string[]): string {
  const heading =
    names.length === 1 ? '1 validation error detected' : `${names.length} validation errors detected`;
  const clauses = names.map(
    (name) =>
      `Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
  );
  return `${heading}: ${clauses.join('; ')}`;
}

function isMissing(member: unknown): boolean {
  return member === undefined || member === null || member === '';
}
