import { lazy } from '../lazy.js';

/** What verifies tokens. */
export type TokenLibrary = typeof import('./token-library.js');

/**
 * The library that verifies tokens, which is most of what there is to load: loaded with the first issuer or the first
 * token, so that those who sign alone, or only ask about policies, need none. A module that failed to load stays failed
 * for as long as the process lives, and so does this.
 */
export const loadTokenLibrary: () => Promise<TokenLibrary> = lazy(() => import('./token-library.js'));
