import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patience, temporaryFolder } from './mock.js';
import { isGone, type Program, run, startProgram } from './program.js';

const ready = 'Stop with Ctrl-C.';
const example = fileURLToPath(new URL('../../examples/mock-cognito', import.meta.url));

describe('pnpm start', { timeout: patience }, () => {
  const programs: Program[] = [];
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) {
      program.signal('SIGKILL');
      await program.ended;
    }
    await folder.remove();
  }, patience);

  function start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Program {
    const program = startProgram('main', args, { PORT: '0', DATA_DIR: folder.path, ...env });
    programs.push(program);
    return program;
  }

  it('prints lines that work as they stand', async () => {
    const banner = await start().prints(ready);
    const [asAlice, asBob, asCarol] = linesOf(banner, 'export TOKEN=');
    const [listUsers, deleteUser] = linesOf(banner, 'curl ');
    const paste = async (...lines: readonly (string | undefined)[]): Promise<string> =>
      (await run('sh', ['-c', lines.join('\n')])).stdout.trim();

    expect(await paste(asCarol, listUsers)).toContain('assumed-role/Authenticated/carol is not authorized');
    expect(JSON.parse(await paste(asBob, listUsers)).Users).toHaveLength(4);
    expect(await paste(asBob, deleteUser)).toContain('with an explicit deny in an identity-based policy');
    expect(await paste(asAlice, deleteUser)).toBe('{}');
    expect(JSON.parse(await paste(asAlice, listUsers)).Users).toHaveLength(3);

    const program = banner.slice(banner.indexOf('import {'), banner.indexOf(ready));
    const { stdout } = await run(
      'sh',
      ['-c', `${asBob}\nexec "$0" --input-type=module --eval "$1"`, process.execPath, program],
      { cwd: example },
    );
    expect(stdout).toContain("Username: 'carol'");
  });

  it('says where it is and who may do what, without colours where no terminal shows them', async () => {
    const banner = await start().prints(ready);
    expect(banner).toMatch(/endpoint {2,}http:\/\/127\.0\.0\.1:\d+\n/);
    expect(banner).toMatch(/mode {2,}enforce/);
    expect(banner).toMatch(/alice {2,}\S+ {2,}Administrators {2,}Administrator {2,}everything/);
    expect(banner).toMatch(/carol {2,}\S+ {2,}- {2,}Authenticated {2,}/);
    expect(banner).not.toContain('\u001b');
  });

  it('writes every decision to its log', async () => {
    const program = start();
    const banner = await program.prints(ready);
    const [asAlice, asBob] = linesOf(banner, 'export TOKEN=');
    const [listUsers, deleteUser] = linesOf(banner, 'curl ');
    await run('sh', ['-c', [asAlice, listUsers, asBob, deleteUser].join('\n')]);
    await program.prints('allowed InitiateAuth: IAM is not asked');
    await program.prints('assumed-role/Administrator/alice by ManageUsers ManageTheUserPool');
    await program.prints(
      'refused AdminDeleteUser: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/Support/bob',
    );
    await program.prints('NeverDelete');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops itself and the emulator on %s', async (signal) => {
    const program = start();
    await program.prints(ready);
    const [emulator = 0] = await program.children();
    program.signal(signal);
    expect(await program.ended).toMatchObject({
      code: 0,
      output: expect.stringContaining(`Stopped (${signal}).`),
    });
    await isGone(emulator);
  });

  it('stops cleanly on Ctrl-C, which signals the emulator as well', async () => {
    const program = start();
    await program.prints(ready);
    const [emulator = 0] = await program.children();
    process.kill(-program.pid, 'SIGINT');
    const { code, output } = await program.ended;
    expect(output).not.toContain('Cannot go on');
    expect(code).toBe(0);
    await isGone(emulator);
  });

  it('leaves no emulator behind when it is killed, and takes its lock over at the next start', async () => {
    const killed = start();
    await killed.prints(ready);
    const [emulator = 0] = await killed.children();
    killed.signal('SIGKILL');
    await killed.ended;
    await isGone(emulator);
    await start().prints(ready);
  });

  it('ends with a message when the emulator is killed', async () => {
    const program = start();
    await program.prints(ready);
    const [emulator = 0] = await program.children();
    process.kill(emulator, 'SIGKILL');
    const { code, output } = await program.ended;
    expect(code).toBe(1);
    expect(output).toContain('Cannot go on: the emulator ended (signal SIGKILL)');
  });

  it('ends with a message when the emulator does not start', async () => {
    const first = start();
    await first.prints(ready);
    first.signal('SIGTERM');
    await first.ended;
    await writeFile(join(folder.path, '.cognito', 'db', 'us-east-1_LocalDemo.json'), 'not JSON');
    const { code, output } = await start().ended;
    expect(code).toBe(1);
    expect(output).toContain('Cannot go on: the emulator did not start');
    expect(output).toContain('JSON');
  });

  it('names the way out of a busy port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, output } = await start([], { PORT: port }).ended;
    server.close();
    expect(code).toBe(1);
    expect(output).toBe(
      `Cannot go on: port ${port} is in use; choose another with PORT=… or --port, 0 for any free one\n`,
    );
  });

  it('lets a second instance neither start on the same data nor disturb the first', async () => {
    const first = start();
    const banner = await first.prints(ready);
    const { code, output } = await start().ended;
    expect(code).toBe(1);
    expect(output).toContain(`another instance (process ${first.pid}) uses the data folder ${folder.path}`);
    const [asBob] = linesOf(banner, 'export TOKEN=').slice(1);
    const [listUsers] = linesOf(banner, 'curl ');
    expect((await run('sh', ['-c', `${asBob}\n${listUsers}`])).stdout).toContain('"Username":"dave"');
  });

  it('keeps its data, and seeds only once', async () => {
    const first = start();
    const before = await first.prints(ready);
    const [asAlice] = linesOf(before, 'export TOKEN=');
    const [, deleteUser] = linesOf(before, 'curl ');
    await run('sh', ['-c', `${asAlice}\n${deleteUser}`]);
    first.signal('SIGTERM');
    await first.ended;

    const after = await start().prints(ready);
    const [again] = linesOf(after, 'export TOKEN=');
    const [listUsers] = linesOf(after, 'curl ');
    const { stdout } = await run('sh', ['-c', `${again}\n${listUsers}`]);
    expect(namesIn(stdout)).toEqual(['alice', 'bob', 'carol']);
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--port', 'http'], 'the port `http` is not a number from 0 to 65535'],
    [['--port', '65536'], 'the port `65536` is not a number from 0 to 65535'],
  ])('refuses %j', async (args, message) => {
    const { code, output } = await start(args).ended;
    expect(code).toBe(1);
    expect(output).toContain(message);
  });

  it('explains its options', async () => {
    const { code, output } = await start(['--help']).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/^usage: pnpm start .*--port.*PORT.*--data.*DATA_DIR.*NO_COLOR/s);
  });
});

function linesOf(banner: string, start: string): readonly string[] {
  return banner
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith(start));
}

function namesIn(answer: string): readonly string[] {
  const users: readonly { readonly Username: string }[] = JSON.parse(answer).Users;
  return users.map(({ Username }) => Username).sort();
}
