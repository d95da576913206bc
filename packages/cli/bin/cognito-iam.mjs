#!/usr/bin/env node
// The command in a clone. A package manager links a command only to a file that is there when it installs, and `dist` is
// not; what is published has its bundle here.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write(
    'error  the command is not built yet: `npx -y pnpm@10 build` in the clone builds it\n',
  );
  process.exitCode = 2;
}
