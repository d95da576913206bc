import { isBuiltin } from 'node:module';

/** Resolves as Node does, but for Node's own modules: there are none. */
export async function resolve(specifier, context, nextResolve) {
  if (isBuiltin(specifier)) throw new Error(`${context.parentURL} imports ${specifier}`);
  return nextResolve(specifier, context);
}
