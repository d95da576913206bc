import { listen } from './listen.js';
import { createMock, poolId } from './mock.js';

const mock = await createMock();
const { server, url } = await listen(mock.app, Number(process.env['PORT'] ?? 4556));

const curl = (operation: string, members: object): string =>
  `curl -H "authorization: Bearer $TOKEN" -H 'content-type: application/x-amz-json-1.1' ` +
  `-H 'x-amz-target: AWSCognitoIdentityProviderService.${operation}' ` +
  `-d '${JSON.stringify({ UserPoolId: poolId, ...members })}' ${url}`;
console.log(`Paste into another terminal:

export TOKEN=${await mock.token('bob')}
${curl('ListUsers', {})}
${curl('AdminDeleteUser', { Username: 'dave' })}

Every request is printed here with its decision. Ctrl-C prints what was measured, and stops.
`);
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => server.close());
