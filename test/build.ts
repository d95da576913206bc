import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Compiles everything once, before any test: some tests run programs as their users do, from `dist`. */
export default function build(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b'], { cwd: root, stdio: 'inherit' });
}
