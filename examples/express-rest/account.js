import { readFileSync } from 'node:fs';
import { createAuthorizer, createDirectory, rest } from '@cognito-iam/core';

/** The one user pool of this mock. */
export const UserPoolId = 'us-east-1_Example';

// Two users of IAM, who sign what they send with access keys. Nothing else has to be set up to try it.
const directory = createDirectory({
  account: '123456789012',
  users: {
    sue: {
      inlinePolicies: { HelpUsers: readFileSync(new URL('policies/support.json', import.meta.url), 'utf8') },
      accessKeys: [{ accessKeyId: 'AKIAEXAMPLESUPPORT01', secretAccessKey: 'made-up-secret' }],
    },
    ann: {
      managedPolicies: ['AmazonCognitoPowerUser'],
      accessKeys: [{ accessKeyId: 'AKIAEXAMPLEADMIN0001', secretAccessKey: 'made-up-secret' }],
    },
  },
});

// The route table: which operation a request below /v1 is. What it does not name is refused.
const members = { UserPoolId };
const routes = rest(
  [
    { method: 'GET', path: '/users', operation: 'ListUsers', members },
    { method: 'POST', path: '/users', operation: 'AdminCreateUser', members },
    { method: 'GET', path: '/users/:Username', operation: 'AdminGetUser', members },
    { method: 'DELETE', path: '/users/:Username', operation: 'AdminDeleteUser', members },
  ],
  { basePath: '/v1', awsJson: false },
);

/** Decides every request. Clients of a REST API get errors as RFC 9457 has them. */
export const authorizer = createAuthorizer({
  region: 'us-east-1',
  directory,
  issuers: [],
  routes,
  render: 'problem+json',
});
