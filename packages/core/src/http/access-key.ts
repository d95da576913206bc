import type { Credential } from '../cognito/credential.js';
import type { Directory } from '../cognito/directory.js';
import type { Caller } from '../cognito/principal.js';
import type { CallerSource } from './callers.js';
import { equalInConstantTime } from './constant-time.js';
import { Refusal, refuse } from './refusal.js';
import type { HttpRequest } from './request.js';
import { scopeFault } from './signature-scope.js';
import { type SignedAuthorization, signedAuthorization } from './signed-authorization.js';
import { signingTime } from './signing-time.js';
import { signatureFault } from './verify-signature.js';

/** What {@link accessKeyCaller} goes by. */
export interface AccessKeySettings {
  readonly directory: Pick<Directory, 'credential'>;
  readonly region: string;
  /** Whether signatures are verified; if not, the access key id alone says who calls. */
  readonly verify: boolean;
  /** How far the time of a signature may lie from now, in milliseconds. */
  readonly window: number;
  readonly now: () => number;
  /** For a session token that is a JWT, as clients send it that can be given credentials only. */
  readonly bearer: CallerSource;
}

/**
 * The caller of a request signed with Signature Version 4: the user, root user or session that its access key belongs
 * to. The same access key gives the same object every time.
 *
 * A JWT in `x-amz-security-token` beside an access key that the directory does not hold is a bearer token: the token
 * itself is verified, the signature, for which there is no secret, is not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function accessKeyCaller(settings: AccessKeySettings): CallerSource {
  const { directory, verify, now } = settings;
  return async (parameters, request) => {
    const authorization = signedAuthorization(parameters, request);
    if (authorization instanceof Refusal) return authorization;
    const credential = directory.credential(authorization.credential[0] ?? '');
    const token = request.headers['x-amz-security-token'];
    if (credential === undefined && typeof token === 'string' && looksLikeJwt(token)) {
      return settings.bearer(token, request);
    }
    if (!verify)
      return (credential && standingFault(credential, now())) ?? callerOf(credential, authorization);
    return verified(authorization, credential, request, settings);
  };
}

/** Verifies in AWS's order, so that a client with two faults learns first of the one that it would learn of there. */
async function verified(
  authorization: SignedAuthorization,
  credential: Credential | undefined,
  request: HttpRequest,
  { region, window, now }: AccessKeySettings,
): Promise<Caller | Refusal> {
  const time = now();
  const signedAt = signingTime(request, time, window);
  if (signedAt instanceof Refusal) return signedAt;
  const outOfScope = scopeFault(authorization, request, signedAt, region);
  if (outOfScope !== undefined) return outOfScope;
  if (credential === undefined) return callerOf(credential, authorization);
  const fault =
    sessionTokenFault(credential, request) ??
    standingFault(credential, time) ??
    (await signatureFault(request, authorization, credential, region, signedAt));
  return fault ?? credential.caller;
}

function callerOf(credential: Credential | undefined, given: SignedAuthorization): Caller | Refusal {
  if (credential !== undefined) return credential.caller;
  const [id = ''] = given.credential;
  // The log repeats no other text: it may be a secret that a client put in the wrong place.
  const named = /^A[KS]IA[A-Z0-9]{4,28}$/.test(id)
    ? `access key \`${id}\``
    : "the access key, whose id has not AWS's form,";
  return refuse('unrecognizedClient', `${named} is not in the directory`);
}

function standingFault({ active, accessKeyId, expiresAt }: Credential, now: number): Refusal | undefined {
  if (!active) return refuse('unrecognizedClient', `access key \`${accessKeyId}\` is inactive`);
  if (expiresAt !== undefined && now >= expiresAt) return refuse('expiredToken');
  return undefined;
}

/** Temporary credentials are worth nothing without their token; access keys have none. */
function sessionTokenFault(
  { accessKeyId, sessionToken }: Credential,
  { headers }: HttpRequest,
): Refusal | undefined {
  const given = headers['x-amz-security-token'];
  const isOwn =
    sessionToken === undefined
      ? given === undefined
      : typeof given === 'string' && equalInConstantTime(sessionToken, given);
  if (isOwn) return undefined;
  return refuse(
    'unrecognizedClient',
    `\`x-amz-security-token\` is not that of access key \`${accessKeyId}\``,
  );
}

/** Three parts of base64url with dots in between; session tokens of AWS STS have no dot. */
function looksLikeJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
}
