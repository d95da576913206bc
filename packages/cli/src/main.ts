#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { runCommand } from './program.js';
import { processTerminal } from './terminal.js';

// From Node 22.1 on, what a command loads need not be compiled again the next time. It is kept beside the code, which
// whoever could change it there could change as well; where nothing may be written, nothing is kept.
// https://nodejs.org/api/module.html#module-compile-cache
if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
  nodeModule.enableCompileCache(fileURLToPath(new URL('compile-cache', import.meta.url)));
}

// Not awaited: what users install is CommonJS.
void runCommand(process.argv.slice(2), processTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
