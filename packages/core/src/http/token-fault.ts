/** What was wrong with a token: `keys` means that the issuer's keys, or the means to use them, could not be had, which is not the token's fault. */
export type TokenFault = 'malformed' | 'issuer' | 'signature' | 'expired' | 'claims' | 'keys';
