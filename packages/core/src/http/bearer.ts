import type { Caller } from '../cognito/principal.js';
import type { CallerSource } from './callers.js';
import { type Refusal, refuse, refuseWith } from './refusal.js';
import type { RejectedToken, TokenVerifier, VerifiedToken } from './verified-token.js';

/** What {@link bearerCaller} goes by. */
export interface BearerSettings {
  readonly verify: TokenVerifier;
  readonly fromToken: (token: VerifiedToken) => Caller | Refusal;
}

/**
 * The caller behind `Authorization: Bearer <JWT>`. AWS knows no such header on this API, so refusals are those that
 * it gives to temporary credentials: expired, or not to be believed.
 */
export function bearerCaller({ verify, fromToken }: BearerSettings): CallerSource {
  return (token) => {
    if (token === '')
      return refuseWith('incompleteSignature', "Authorization header requires a token after 'Bearer'.");
    const verified = verify(token);
    return verified instanceof Promise
      ? verified.then((one) => callerOf(one, fromToken))
      : callerOf(verified, fromToken);
  };
}

function callerOf(
  verified: VerifiedToken | RejectedToken,
  fromToken: BearerSettings['fromToken'],
): Caller | Refusal {
  if ('fault' in verified) {
    return refuse(verified.fault === 'expired' ? 'expiredToken' : 'unrecognizedClient', verified.why);
  }
  const { tokenUse, issuer } = verified.issuer;
  if (tokenUse !== null && !tokenUse.some((use) => use === verified.claims['token_use'])) {
    return refuse('unrecognizedClient', `\`token_use\` is none of those accepted from \`${issuer}\``);
  }
  return fromToken(verified);
}
