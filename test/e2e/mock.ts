import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { users } from '../../examples/mock-cognito/src/account.js';
import { type ForgedTokens, forgeTokens } from '../../examples/mock-cognito/src/forged-tokens.js';
import { signIn, type Tokens } from '../../examples/mock-cognito/src/signed-in-client.js';
import { type Mock, type MockOptions, startMock } from '../../examples/mock-cognito/src/start-mock.js';

// What the SDK says about this version of Node is no result of a test.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** For whatever starts a process: the machine may be busy. */
export const patience = 120_000;

/** A mock with a data folder of its own, which goes with it. */
export interface TestMock extends Mock {
  /** What the mock has written to its log. */
  readonly log: string[];
}

export async function startTestMock(listener?: MockOptions['listener']): Promise<TestMock> {
  const folder = await temporaryFolder();
  const log: string[] = [];
  const mock = await startMock({
    port: 0,
    folder: folder.path,
    write: (line) => log.push(line),
    ...(listener && { listener }),
  });
  return {
    ...mock,
    log,
    close: async () => {
      await mock.close();
      await folder.remove();
    },
  };
}

export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'mock-cognito-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** `alice.access`, `bob.id`, `carol.expired`, …: every token of every user, good and bad. */
export async function allTokens(mock: Mock): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  for (const user of users) {
    const good: Tokens = await signIn(mock.endpoint, user);
    const bad: ForgedTokens = await forgeTokens(good.access, mock.folder);
    for (const [kind, token] of Object.entries({ ...good, ...bad }))
      tokens.set(`${user.username}.${kind}`, token);
  }
  return tokens;
}
