// Nothing here is of Node: wherever there is Fetch, `app.fetch` is all that has to be called.
import { createAuthorizer, createDirectory } from '@cognito-iam/core';
import { guard } from '@cognito-iam/hono';
import { Hono } from 'hono';

const UserPoolId = 'us-east-1_Example';
const poolArn = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${UserPoolId}`;

const authorizer = createAuthorizer({
  region: 'us-east-1',
  directory: createDirectory({
    account: '123456789012',
    users: {
      sue: {
        inlinePolicies: {
          ReadUsers: {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Action: ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'],
              Resource: poolArn,
            },
          },
        },
        accessKeys: [{ accessKeyId: 'AKIAEXAMPLESUPPORT01', secretAccessKey: 'made-up-secret' }],
      },
    },
  }),
  issuers: [],
});

const users = new Map(['bob', 'carol'].map((name) => [name, { Username: name }]));
const pool = () => ({ UserPoolId });
const member = (c) => ({ UserPoolId, Username: c.req.param('name') });

export const app = new Hono();

app.get('/users', guard(authorizer, 'ListUsers', pool), (c) => c.json({ Users: [...users.values()] }));

app.get('/users/:name', guard(authorizer, 'AdminGetUser', member), (c) => {
  const user = users.get(c.req.param('name'));
  return user === undefined ? c.json({ __type: 'UserNotFoundException' }, 400) : c.json(user);
});

app.delete('/users/:name', guard(authorizer, 'AdminDeleteUser', member), (c) => {
  users.delete(c.req.param('name'));
  return c.body(null, 204);
});
