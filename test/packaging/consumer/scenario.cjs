const { createServer } = require('node:http');

/** Asks a mock in every framework the same two questions, and prints the answers. */
module.exports = async function scenario({ core, koa, express, fastify, hono, node, policy }, frameworks) {
  const { Koa, expressApp, fastifyApp, honoApp, getRequestListener, jose } = frameworks;
  const { privateKey, publicKey } = await jose.generateKeyPair('RS256');
  const issuer = 'http://localhost/local_1abC';
  const authorizer = core.createAuthorizer({
    region: 'us-east-1',
    directory: core.createDirectory({
      account: '123456789012',
      roles: { Support: { managedPolicies: ['AmazonCognitoReadOnly'] } },
    }),
    issuers: [{ issuer, jwks: { keys: [await jose.exportJWK(publicKey)] }, audience: null }],
    roleMapping: {
      groups: [{ group: 'support', role: 'Support', precedence: 0 }],
      ambiguousRoleResolution: 'Deny',
    },
    log() {},
  });
  const token = await new jose.SignJWT({ token_use: 'access', client_id: 'c', 'cognito:groups': ['support'] })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(issuer)
    .setSubject('alice')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);

  const koaApp = new Koa();
  koaApp.use(koa.cognitoIam(authorizer));
  koaApp.use((ctx) => {
    ctx.body = ctx.state.cognitoIam.operation;
  });
  expressApp.use(express.cognitoIam(authorizer));
  expressApp.use((req, res) => res.send(req.cognitoIam.operation));
  await fastifyApp.register(fastify.cognitoIam(authorizer));
  fastifyApp.post('/', async (request) => request.cognitoIam.operation);
  await fastifyApp.ready();
  honoApp.use(hono.cognitoIam(authorizer));
  honoApp.post('/', (c) => c.text(c.get('cognitoIam').operation));

  const authorize = node.cognitoIam(authorizer);
  const listeners = {
    koa: koaApp.callback(),
    express: expressApp,
    fastify: (request, response) => fastifyApp.routing(request, response),
    hono: getRequestListener(honoApp.fetch),
    node: async (request, response) => {
      const authorized = await authorize(request, response);
      if (authorized !== undefined) response.end(authorized.result.operation);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    for (const operation of ['ListUsers', 'AdminDeleteUser']) {
      const answer = await fetch(`http://127.0.0.1:${server.address().port}/`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          connection: 'close',
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        },
        body: '{"UserPoolId":"local_1abC","Username":"bob"}',
      });
      const text = await answer.text();
      console.log(name, answer.status, text.startsWith('{') ? JSON.parse(text).__type : text);
    }
    server.close();
  }
  const statement = { Effect: 'Allow', Action: 'cognito-idp:List*', Resource: '*' };
  const policies = policy.compilePolicies([{ Version: '2012-10-17', Statement: statement }]);
  const decision = policy.evaluate(policies, { action: 'cognito-idp:ListUsers', resource: '*' });
  console.log('policy', decision.decision);
};
