import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { poolId, requestFor, required } from './authorizer-fixture.js';

const run = promisify(execFile);
const core = new URL('../../dist/index.js', import.meta.url);

/** Runs a program, in a process that cannot load `jose` before it has called `mend()`, and gives what it wrote as JSON. */
async function withoutJose(program: string): Promise<unknown> {
  const hook = `let mended;
  export function initialize(shared) { mended = shared; }
  export async function resolve(name, context, next) {
    if (name.startsWith('jose') && Atomics.load(mended, 0) === 0) throw new Error('jose is not there');
    return next(name, context);
  }`;
  const text = `
    import { register } from 'node:module';
    const mended = new Int32Array(new SharedArrayBuffer(4));
    const mend = () => Atomics.store(mended, 0, 1);
    register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)}, { data: mended });
    const core = await import(${JSON.stringify(core.href)});
    ${program}`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', text], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  return JSON.parse(stdout);
}

const authorizer = (issuers: unknown): string => `
  const directory = core.createDirectory({
    account: '123456789012',
    roles: { Reader: { managedPolicies: ['AmazonCognitoReadOnly'] } },
  });
  const log = [];
  const authorizer = core.createAuthorizer({
    region: 'us-east-1',
    directory,
    issuers: ${JSON.stringify(issuers)},
    roleMapping: { ambiguousRoleResolution: 'Deny', authenticatedRole: 'Reader' },
    log: (entry) => log.push(entry),
  });`;

test('policies are asked without it', async () => {
  const decided = await withoutJose(`
    const policy = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
    const request = { action: 'cognito-idp:ListUsers', resource: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/${poolId}' };
    console.log(JSON.stringify(core.evaluate(core.compilePolicies([policy]), request).decision));`);
  expect(decided).toBe('allowed');
});

test('where it does not load, tokens are refused and the log says why', async () => {
  const request = await requestFor('AdminGetUser');
  const seen = await withoutJose(`
    ${authorizer(required.issuers)}
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { allowed, response } = await authorizer.authorize(${JSON.stringify(request)});
    console.log(JSON.stringify({ allowed, status: response.status, body: response.body, log }));`);
  expect(seen).toMatchObject({ allowed: false, status: 400 });
  expect(JSON.stringify(seen)).toContain('UnrecognizedClientException');
  expect(JSON.stringify(seen)).toContain('the library for it does not load: jose is not there');
  expect(JSON.stringify(seen)).not.toContain(String(request.headers['authorization']).slice(-40));
});

test('where it did not load it stays so, and tokens refused, until the process is another', async () => {
  const request = await requestFor('AdminGetUser');
  const seen = await withoutJose(`
    ${authorizer(required.issuers)}
    await new Promise((resolve) => setTimeout(resolve, 50));
    mend();
    const loaded = typeof (await import('jose')).jwtVerify;
    const { allowed } = await authorizer.authorize(${JSON.stringify(request)});
    console.log(JSON.stringify({ loaded, allowed, log }));`);
  expect(seen).toMatchObject({ loaded: 'function', allowed: false });
  expect(JSON.stringify(seen)).toContain('the library for it does not load: jose is not there');
});

test('where it does not load, what is no token at all is refused as ever', async () => {
  const request = await requestFor('AdminGetUser', undefined, { authorization: 'Bearer a.b' });
  const seen = await withoutJose(`
    ${authorizer([])}
    const { response } = await authorizer.authorize(${JSON.stringify(request)});
    console.log(JSON.stringify({ status: response.status, log }));`);
  expect(JSON.stringify(seen)).toContain('the token is not three parts of base64url');
});
