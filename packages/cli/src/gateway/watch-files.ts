import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type FSWatcher, watch } from 'chokidar';

/** Watches files, be they written in place or replaced. */
export interface FileWatcher {
  /** These files from now on. */
  follow(files: readonly string[]): void;
  close(): Promise<void>;
}

/** How long nothing may change before `changed` is told, in milliseconds: editors and tools write in several steps. */
const quiet = 100;

/** How long to wait for the watcher to begin, in milliseconds: file systems that cannot be watched say nothing. */
const beginning = 5_000;

/**
 * Calls `changed` a moment after something happened to the files that are followed, these to begin with. Resolves once
 * they are watched.
 */
export async function watchFiles(
  files: readonly string[],
  changed: () => void,
  failed: (message: string) => void,
): Promise<FileWatcher> {
  let timer: NodeJS.Timeout | undefined;
  let followed = new Set(files);
  const watcher: FSWatcher = watch([...files], { ignoreInitial: true, atomic: true });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(changed, quiet);
  });
  watcher.on('error', (error) => failed(error instanceof Error ? error.message : String(error)));
  await Promise.race([once(watcher, 'ready'), delay(beginning, undefined, { ref: false })]);
  return {
    follow(files) {
      const next = new Set(files);
      // One that is missing now is followed all the same: it may be written next.
      watcher.add([...next].filter((file) => !followed.has(file)));
      watcher.unwatch([...followed].filter((file) => !next.has(file)));
      followed = next;
    },
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
