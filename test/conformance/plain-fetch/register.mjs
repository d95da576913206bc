import { register } from 'node:module';

// Where there is no Node its modules cannot be imported, and what only Node has is no global: but for Node's own
// code, which makes the Request and the Response that every other place has as well.
register(new URL('no-builtins.mjs', import.meta.url));
for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate']) {
  const value = globalThis[name];
  Object.defineProperty(globalThis, name, {
    get: () => (new Error().stack.split('\n')[2].includes('(node:') ? value : undefined),
  });
}
