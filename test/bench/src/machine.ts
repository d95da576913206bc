import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { engines } from './engines/engines.js';

/** Where and with what the figures were taken. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly packages: Readonly<Record<string, string>>;
}

export function machine(): Machine {
  const [cpu] = cpus();
  const names = Object.keys(manifest(new URL('../package.json', import.meta.url)).dependencies ?? {});
  const measured = new Set(engines.map((engine) => engine.package));
  const known = names.filter((name) => !name.startsWith('@types/') || measured.has(name));
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    packages: Object.fromEntries(known.map((name) => [name, versionOf(name)])),
  };
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function versionOf(name: string): string {
  return manifest(new URL(`../node_modules/${name}/package.json`, import.meta.url)).version ?? 'unknown';
}

function manifest(url: URL): Manifest {
  return JSON.parse(readFileSync(url, 'utf8'));
}
