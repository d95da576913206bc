import { expect } from 'vitest';
import { matchers, type PermissionMatchers } from './matchers.js';

declare module 'vitest' {
  interface Matchers<T> extends PermissionMatchers<void, T> {}
}

expect.extend({ ...matchers });
