import type { MatchedStatement } from '../policy/index.js';

/**
 * Why a request was refused, which settles what audit mode does with it: `malformed` and `fault` are refused there
 * as well; `caller` (no credentials, or bad ones) and `denied` (IAM said no) are logged and let through. What is
 * wrong with the members that IAM's question is built from is found once the caller is known.
 */
export type RefusalGround = 'malformed' | 'caller' | 'denied' | 'fault';

/** One error of AWS's: the name that clients see, the status, and the message where it is always the same. */
interface RefusalRow {
  readonly type: string;
  readonly ground: RefusalGround;
  /** Absent where the message depends on the request, `null` where AWS sends none. */
  readonly message?: string | null;
  /** 400, AWS's status for every fault of a client, unless said otherwise. */
  readonly status?: number;
}

/** Refusals to which AWS gives the same message every time, or none. */
export type FixedRefusal =
  | 'unknownOperation'
  | 'serialization'
  | 'missingCredentials'
  | 'unrecognizedClient'
  | 'expiredToken'
  | 'signatureMismatch'
  | 'accessTokenInvalid'
  | 'accessTokenUnverified'
  | 'accessTokenExpired'
  | 'accessTokenScope'
  | 'accessTokenRevoked'
  | 'userDisabled'
  | 'internalError';

/** Refusals whose message is made for the request. */
export type WordedRefusal =
  | 'tooLarge'
  | 'invalidParameter'
  | 'incompleteSignature'
  | 'invalidSignature'
  | 'credentialMissing'
  | 'accessDenied';

const notAuthorized = 'NotAuthorizedException';
const invalidToken = 'The security token included in the request is invalid.';

/**
 * Every refusal, one row each. The names of the errors that all services share:
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
const rows: Readonly<Record<FixedRefusal | WordedRefusal, RefusalRow>> = {
  unknownOperation: { type: 'UnknownOperationException', ground: 'malformed', message: null },
  serialization: { type: 'SerializationException', ground: 'malformed', message: null },
  // AWS publishes neither the limit nor the answer; other JSON services use this name. The status is that of every fault of a client.
  tooLarge: { type: 'RequestEntityTooLargeException', ground: 'malformed' },
  invalidParameter: { type: 'InvalidParameterException', ground: 'malformed' },

  missingCredentials: {
    type: 'MissingAuthenticationTokenException',
    ground: 'caller',
    message: 'Missing Authentication Token',
  },
  incompleteSignature: { type: 'IncompleteSignatureException', ground: 'caller' },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
  invalidSignature: { type: 'InvalidSignatureException', ground: 'caller' },
  signatureMismatch: {
    type: 'InvalidSignatureException',
    ground: 'caller',
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  unrecognizedClient: { type: 'UnrecognizedClientException', ground: 'caller', message: invalidToken },
  expiredToken: {
    type: 'ExpiredTokenException',
    ground: 'caller',
    message: 'The security token included in the request is expired',
  },

  credentialMissing: { type: 'InvalidParameterException', ground: 'caller' },
  accessTokenInvalid: { type: notAuthorized, ground: 'caller', message: 'Invalid Access Token' },
  accessTokenUnverified: {
    type: notAuthorized,
    ground: 'caller',
    message: 'Could not verify signature for Access Token',
  },
  accessTokenExpired: { type: notAuthorized, ground: 'caller', message: 'Access Token has expired' },
  accessTokenScope: {
    type: notAuthorized,
    ground: 'caller',
    message: 'Access Token does not have required scopes',
  },
  accessTokenRevoked: { type: notAuthorized, ground: 'caller', message: 'Access Token has been revoked' },
  userDisabled: { type: notAuthorized, ground: 'caller', message: 'User is disabled.' },

  accessDenied: { type: 'AccessDeniedException', ground: 'denied' },

  // Clients try a 5xx again, which is right: the same request may well pass once the fault is mended.
  internalError: {
    type: 'InternalErrorException',
    ground: 'fault',
    message: 'Internal server error',
    status: 500,
  },
};

/** A statement that did not match for one of its elements alone. */
export interface NearStatement {
  readonly statement: MatchedStatement;
  /** JSON Pointer to that element in the policy's document. */
  readonly pointer: string;
}

/** A request that goes no further. A class, so that no data of a request can pass for one. */
export class Refusal {
  readonly name: FixedRefusal | WordedRefusal;
  /** AWS's name of the error: what clients find in `__type`. */
  readonly type: string;
  readonly ground: RefusalGround;
  readonly status: number;
  /** What the client is told, in AWS's words; absent where AWS says nothing. */
  readonly message: string | undefined;
  /** What only the log is told. Never holds a token. */
  readonly why: string | undefined;
  /** Where IAM denied because nothing allows it: the statement that nearly did. */
  readonly nearest: NearStatement | undefined;

  constructor(
    name: FixedRefusal | WordedRefusal,
    message: string | undefined,
    why: string | undefined,
    nearest?: NearStatement,
  ) {
    const row = rows[name];
    this.name = name;
    this.type = row.type;
    this.ground = row.ground;
    this.status = row.status ?? 400;
    this.message = message ?? row.message ?? undefined;
    this.why = why;
    this.nearest = nearest;
  }
}

/** A refusal with AWS's own message; `why` goes to the log alone. */
export function refuse(name: FixedRefusal, why?: string): Refusal {
  return new Refusal(name, undefined, why);
}

/** A refusal whose message is made for this request; `why` goes to the log alone. */
export function refuseWith(
  name: WordedRefusal,
  message: string,
  why?: string,
  nearest?: NearStatement,
): Refusal {
  return new Refusal(name, message, why, nearest);
}
