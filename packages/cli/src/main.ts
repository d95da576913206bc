#!/usr/bin/env node
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepCompiled } from './kept-code.js';

// What a command loads need not be compiled again the next time. It is kept beside the code, which whoever could change
// it there could change as well; where nothing may be written, nothing is kept.
const folder = dirname(fileURLToPath(import.meta.url));
const { NODE_DISABLE_COMPILE_CACHE, NODE_V8_COVERAGE } = process.env;
const isOtherRuntime = 'bun' in process.versions || 'deno' in process.versions;
if (!NODE_DISABLE_COMPILE_CACHE && !NODE_V8_COVERAGE && !process.sourceMapsEnabled && !isOtherRuntime) {
  const [, , command = ''] = process.argv;
  keepCompiled(folder, join(folder, 'compile-cache'), /^[a-z]+$/.test(command) ? command : 'none');
}

// Not awaited: what users install is CommonJS.
void import('./run-process.js').then(({ runProcess }) => runProcess());
