import type { OperationEntry } from '../cognito/catalog-entries.js';
import type { Caller } from '../cognito/principal.js';
import { missingMember } from './access-token.js';
import type { Members } from './body.js';
import { Refusal } from './refusal.js';
import type { HttpRequest } from './request.js';
import { type Soon, soon } from './soon.js';
import type { VerifiedToken } from './verified-token.js';

/**
 * Which operations IAM is asked about: `aws`, those that AWS asks it about; `everyAction`, all of them, in addition to
 * what AWS asks of each.
 */
export type AuthorizationReading = 'aws' | 'everyAction';

/** What {@link callerFinder} goes by. */
export interface CallerFinderSettings {
  readonly reading: AuthorizationReading;
  /** The caller that the authorization header stands for. */
  readonly fromHeader: (request: HttpRequest) => Soon<Caller | Refusal>;
  /** The access token in the body, verified. */
  readonly accessToken: (operation: OperationEntry, members: Members) => Promise<VerifiedToken | Refusal>;
  /** The caller that a verified token stands for. */
  readonly fromToken: (token: VerifiedToken) => Caller | Refusal;
  readonly anonymous: Caller;
}

/** Finds whose policies decide: `undefined` where IAM is not consulted and the request passes. */
export type CallerFinder = (
  operation: OperationEntry,
  members: Members,
  request: HttpRequest,
) => Soon<Caller | undefined | Refusal>;

/**
 * Follows AWS's three models of authorization: IAM's, a token in the body, nothing at all.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
 */
export function callerFinder(settings: CallerFinderSettings): CallerFinder {
  const fromBody = (token: VerifiedToken | Refusal | undefined, request: HttpRequest) => {
    if (token instanceof Refusal) return token;
    if (settings.reading === 'aws') return undefined;
    if (request.headers['authorization'] !== undefined) return settings.fromHeader(request);
    return token === undefined ? settings.anonymous : settings.fromToken(token);
  };
  return (operation, members, request) =>
    operation.authorization === 'iam'
      ? settings.fromHeader(request)
      : soon<VerifiedToken | Refusal | undefined, Caller | undefined | Refusal>(
          tokenInBody(operation, members, settings),
          (token) => fromBody(token, request),
        );
}

/**
 * What AWS asks of an operation that IAM does not authorize. Access tokens are verified; of other tokens it is only
 * asked that they are there, as their form is known to the user pool alone, which has the last word on them.
 */
function tokenInBody(
  operation: OperationEntry,
  members: Members,
  { accessToken }: CallerFinderSettings,
): Soon<VerifiedToken | undefined | Refusal> {
  switch (operation.authorization) {
    case 'accessToken':
      return accessToken(operation, members);
    case 'accessTokenOrSession':
      if (isPresent(members['AccessToken']) || !isPresent(members['Session']))
        return accessToken(operation, members);
      return undefined;
    case 'refreshToken':
    case 'feedbackToken':
    case 'clientSecret': {
      const missing = operation.requiredMembers.find(
        (name) => credentialMembers.has(name) && !isPresent(members[name]),
      );
      return missing === undefined ? undefined : missingMember(missing);
    }
    default:
      return undefined;
  }
}

/** `Session` is not among them: the answer to a password challenge may come without. */
const credentialMembers: ReadonlySet<string> = new Set(['RefreshToken', 'Token', 'FeedbackToken', 'Secret']);

function isPresent(member: unknown): boolean {
  return member !== undefined && member !== null;
}
