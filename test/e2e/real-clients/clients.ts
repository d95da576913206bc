import { amplify } from './amplify.js';
import type { RealClient, SigningClient } from './client.js';
import { identityJs } from './identity-js.js';
import { sdkV2 } from './sdk-v2.js';
import { sdkV3 } from './sdk-v3.js';

/** Every client that has to understand the answers. */
export const clients: readonly RealClient[] = [sdkV3, sdkV2, amplify, identityJs];

/** Those that sign requests as well. */
export const signingClients: readonly SigningClient[] = [sdkV3, sdkV2];
