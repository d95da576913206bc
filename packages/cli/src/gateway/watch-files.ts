import { stat } from 'node:fs/promises';
import { stateOf, unseenState } from '@cognito-iam/account';

/** Watches files, be they written in place, replaced, or moved away and brought back. */
export interface FileWatcher {
  /** These files from now on, each with the state in which it is known. */
  follow(states: ReadonlyMap<string, string>): void;
  /** These as well; the others stay known as they are. */
  followAlso(states: ReadonlyMap<string, string>): void;
  close(): void;
}

/**
 * How often files are looked at, in milliseconds. That also is how long nothing may change before `changed` is told:
 * editors and tools write in several steps.
 */
const interval = 150;

/** The longest that changes keep each other waiting, in milliseconds: a file may be written all the time. */
const longestUnrest = 2_000;

/**
 * Calls `changed` a moment after a file that is followed came to have another state than the one that is known, which
 * may have been before this call; where changes have no end, two seconds after the first. Files are looked at again and again: what a system tells of changes ends where a file
 * or its folder goes, and is not told at all of files that containers and networks share.
 */
export function watchFiles(states: ReadonlyMap<string, string>, changed: () => void): FileWatcher {
  let known = new Map(states);
  let changedSince: number | undefined;
  let isClosed = false;
  let timer = setTimeout(look, interval);

  function look(): void {
    const looked = known;
    void Promise.all([...looked.keys()].map(async (path) => [path, await stateNow(path)] as const)).then(
      (now) => {
        if (isClosed) return;
        timer = setTimeout(look, interval);
        // Others are followed since: these may be old news.
        if (looked !== known) return;
        const others = now.filter(([path, state]) => known.get(path) !== state);
        for (const [path, state] of others) known.set(path, state);
        const isQuiet = others.length === 0;
        if (!isQuiet) changedSince ??= performance.now();
        if (changedSince === undefined) return;
        if (!isQuiet && performance.now() - changedSince < longestUnrest) return;
        changedSince = undefined;
        changed();
      },
    );
  }

  return {
    follow(next) {
      known = new Map(next);
    },
    followAlso(more) {
      known = new Map([...known, ...more]);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

async function stateNow(path: string): Promise<string> {
  return stat(path, { bigint: true }).then(stateOf, unseenState);
}
