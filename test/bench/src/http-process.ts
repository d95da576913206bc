import { allowedTarget, body, deniedTarget, mint } from './account.js';
import { proxies } from './http/proxies.js';
import { contenders } from './http/servers.js';
import { signedHeaders } from './http/signed-headers.js';

/** What the process says: where it listens and what to send, the CPU time it has used so far, or what went wrong. */
export type HttpMessage =
  | { readonly port: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly cpuMicroseconds: number }
  | { readonly error: string };

const contender = [...contenders, ...proxies].find(({ name }) => name === process.argv[2]);
if (contender === undefined) throw new Error(`there is no application ${process.argv[2]}`);
const server = await contender.start();
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const headers = contender.signed === true ? signedHeaders(`127.0.0.1:${port}`) : tokenHeaders();
  parity(port, headers, contender.checks ?? contender.name !== contender.bare).then(
    () => say({ port, headers, body }),
    (error: unknown) => say({ error: String(error) }),
  );
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  say({ cpuMicroseconds: user + system });
});

function tokenHeaders(): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/x-amz-json-1.1',
    authorization: `Bearer ${mint()}`,
    'x-amz-target': allowedTarget,
  };
}

/** An application that checks has to let the request through, and refuse a denied action and a forged token. */
async function parity(
  port: number,
  headers: Readonly<Record<string, string>>,
  checks: boolean,
): Promise<void> {
  const forged = headers['authorization']?.replace(/.{8}$/, 'AAAAAAAA') ?? '';
  const expected: readonly (readonly [Record<string, string>, boolean])[] = [
    [headers, true],
    [{ ...headers, 'x-amz-target': deniedTarget }, !checks],
    [{ ...headers, authorization: forged }, !checks],
  ];
  for (const [sent, allowed] of expected) {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: sent, body });
    await response.text();
    if (response.ok !== allowed) throw new Error(`answered ${response.status} to ${sent['x-amz-target']}`);
  }
}

function say(message: HttpMessage): void {
  process.send?.(message);
}
