import { expect } from 'vitest';
import { matchers, type PermissionMatchers } from './matchers.js';

// Where nothing else imports it, its declarations would not be found, and so not be added to.
export type { ExpectStatic } from 'vitest';

declare module 'vitest' {
  interface Matchers<T> extends PermissionMatchers<void, T> {}
}

expect.extend({ ...matchers });
