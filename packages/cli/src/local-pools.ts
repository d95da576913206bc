import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalUserPool, readRegularFile, type Upstream } from '@cognito-iam/account';

/** A user pool in the data of cognito-local. */
export interface StoredPool extends Required<LocalUserPool> {
  readonly groups: readonly string[];
}

/** The user pools of an embedded cognito-local, whether it runs or not; `undefined` where it has no data, and for others. */
export function localPools(upstream: Upstream): readonly StoredPool[] | undefined {
  return upstream.kind === 'embedded' ? storedPools(upstream.folder) : undefined;
}

/**
 * The user pools in the data of a cognito-local that has run in a folder, which keeps each in a file that is named
 * after it; `undefined` where none has. One whose file cannot be read has its id alone.
 */
export function storedPools(folder: string): readonly StoredPool[] | undefined {
  const data = join(folder, '.cognito', 'db');
  return namesIn(data)
    ?.filter((name) => name.endsWith('.json') && name !== 'clients.json')
    .map((file) => {
      const id = file.slice(0, -'.json'.length);
      const stored = jsonIn(join(data, file));
      const options = memberOf(stored, 'Options');
      const name = memberOf(options, 'Name');
      return {
        id,
        name: typeof name === 'string' ? name : id,
        tags: Object.fromEntries(
          entriesOf(memberOf(options, 'UserPoolTags')).filter(
            (tag): tag is [string, string] => typeof tag[1] === 'string',
          ),
        ),
        groups: entriesOf(memberOf(stored, 'Groups')).map(([group]) => group),
      };
    });
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).sort();
  } catch {
    return undefined;
  }
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readRegularFile(file, Number.POSITIVE_INFINITY));
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return new Map(entriesOf(value)).get(name);
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
