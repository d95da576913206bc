import { loadOnce } from '../lazy.js';

/** What verifies tokens. */
export type TokenLibrary = typeof import('./token-library.js');

/**
 * The library that verifies tokens, which is most of what there is to load: loaded with the first issuer or the first
 * token, so that those who sign alone, or only ask about policies, need none.
 */
export const loadTokenLibrary: () => Promise<TokenLibrary> = loadOnce(() => import('./token-library.js'));
