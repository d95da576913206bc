import { listen } from './listen.js';
import { createMock, poolId } from './mock.js';

// The spans say what the log would.
const mock = await createMock({ log: () => {} });
const { server, url } = await listen(mock.app, 0);
const bob = { authorization: `Bearer ${await mock.token('bob')}` };
const pool = { UserPoolId: poolId };

await call('ListUsers', pool, bob);
await call('ListUsers', pool, bob); // remembered
await call('AdminDeleteUser', { ...pool, Username: 'dave' }, bob); // denied
await call('ListUsers', pool); // no credentials
await call('ListUsers', 'not JSON', bob);
await call('SignUp', { ClientId: 'example', Username: 'erin', Password: 'Erin-2026' }); // open to everybody
mock.authorizer.reload({ mode: 'audit' });
await call('AdminDeleteUser', { ...pool, Username: 'dave' }, bob); // would be denied
server.close();

async function call(
  operation: string,
  members: object | string,
  credentials: Readonly<Record<string, string>> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...credentials,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: typeof members === 'string' ? members : JSON.stringify(members),
  });
  await response.arrayBuffer();
}
