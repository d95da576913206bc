import { createAuthorizer, createDirectory, rest } from '@cognito-iam/core';
import { cognitoIam } from '@cognito-iam/fastify';
import { fastify } from 'fastify';

const authorizer = createAuthorizer({
  region: 'us-east-1',
  directory: createDirectory({
    account: '123456789012',
    users: {
      ann: {
        managedPolicies: ['AmazonCognitoPowerUser'],
        accessKeys: [{ accessKeyId: 'AKIAEXAMPLEADMIN0001', secretAccessKey: 'made-up-secret' }],
      },
      sue: {
        managedPolicies: ['AmazonCognitoReadOnly'],
        accessKeys: [{ accessKeyId: 'AKIAEXAMPLESUPPORT01', secretAccessKey: 'made-up-secret' }],
      },
    },
  }),
  issuers: [],
  // Requests of the SDKs alone; `/health` is none of theirs.
  routes: rest([], { pass: ['/health'] }),
});

/** A mock that speaks the protocol of the AWS SDKs, with its users in memory. */
export function createApp() {
  const users = new Map([['bob', { Username: 'bob', Enabled: true, UserStatus: 'CONFIRMED' }]]);

  /** What the mock answers, by operation: the request is allowed when it comes here. */
  const operations = new Map([
    ['ListUsers', () => ({ Users: [...users.values()] })],
    [
      'AdminCreateUser',
      ({ Username }) => {
        users.set(Username, { Username, Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
        return { User: users.get(Username) };
      },
    ],
    ['AdminGetUser', ({ Username }) => users.get(Username)],
    ['AdminDeleteUser', ({ Username }) => (users.delete(Username) ? {} : undefined)],
  ]);

  const app = fastify();
  app.register(cognitoIam(authorizer));
  app.get('/health', async () => ({ status: 'ok' }));
  app.post('/', async (request, reply) => {
    reply.type('application/x-amz-json-1.1');
    const { operation } = request.cognitoIam;
    const answer = operations.get(operation)?.(request.body);
    if (answer !== undefined) return JSON.stringify(answer);
    reply.code(400);
    return JSON.stringify({ __type: 'UserNotFoundException', message: `no user, or no ${operation} here` });
  });
  return app;
}
