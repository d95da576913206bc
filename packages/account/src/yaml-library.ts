import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/**
 * The library that reads YAML, loaded when it is first asked for: JSON needs none of it. Where it is says `imports` in
 * the manifest: the package, or one module that was made of it.
 */
export function yamlLibrary(): typeof import('yaml') {
  return load('#yaml');
}
