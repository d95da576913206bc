import { createAuthorizer, createDirectory } from '@cognito-iam/core';
import { cognitoIam } from '@cognito-iam/hono';
import { Hono } from 'hono';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const { privateKey, publicKey } = await generateKeyPair('RS256');
const issuer = 'http://localhost/local_1abC';
const options = {
  region: 'us-east-1',
  directory: createDirectory({
    account: '123456789012',
    roles: { Support: { managedPolicies: ['AmazonCognitoReadOnly'] } },
  }),
  issuers: [{ issuer, jwks: { keys: [await exportJWK(publicKey)] }, audience: null }],
  roleMapping: {
    groups: [{ group: 'support', role: 'Support', precedence: 0 }],
    ambiguousRoleResolution: 'Deny',
  },
};
const app = new Hono();
app.use(cognitoIam(createAuthorizer(options)));
app.post('/', async (c) => c.json({ operation: c.get('cognitoIam').operation, body: await c.req.json() }));

const token = await new SignJWT({ token_use: 'access', client_id: 'c', 'cognito:groups': ['support'] })
  .setProtectedHeader({ alg: 'RS256' })
  .setIssuer(issuer)
  .setSubject('alice')
  .setIssuedAt()
  .setExpirationTime('1h')
  .sign(privateKey);

for (const operation of ['ListUsers', 'AdminDeleteUser']) {
  const headers = {
    authorization: `Bearer ${token}`,
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  };
  const body = JSON.stringify({ UserPoolId: 'local_1abC', Username: 'bob' });
  const answer = await app.fetch(new Request('http://localhost/', { method: 'POST', headers, body }));
  console.log(answer.status, await answer.text());
}
try {
  createAuthorizer({ ...options, issuers: [{ issuer, jwks: 'file:///keys.json', audience: null }] });
} catch (error) {
  console.log(error.message);
}
console.log([typeof process, typeof Buffer, typeof global].join());
