import { type FSWatcher, watch } from 'chokidar';

/** Watches files, be they written in place or replaced. */
export interface FileWatcher {
  /** These files from now on. */
  follow(files: readonly string[]): void;
  close(): Promise<void>;
}

/** How long nothing may change before `changed` is told, in milliseconds: editors and tools write in several steps. */
const quiet = 100;

/** Calls `changed` a moment after something happened to the files that are followed. */
export function watchFiles(changed: () => void, failed: (message: string) => void): FileWatcher {
  let timer: NodeJS.Timeout | undefined;
  let followed = new Set<string>();
  const watcher: FSWatcher = watch([], { ignoreInitial: true, atomic: true });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(changed, quiet);
  });
  watcher.on('error', (error) => failed(error instanceof Error ? error.message : String(error)));
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
