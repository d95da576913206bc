// Runs in a child process of the gateway: cognito-local, signing with a key of its own instead of the one that every
// copy of its package contains. Argument: the file with the private key (PEM). In the environment: EMULATOR_ISSUER,
// what the issuer of tokens begins with unless its own configuration says so; EMULATOR_KEY, what requests have to have
// in their header `x-emulator-key`, where nobody but the gateway is to be answered.
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const pem = readFileSync(process.argv[2], 'utf8');
const { kty, n, e } = createPublicKey(pem).export({ format: 'jwk' });
Object.assign(require('cognito-local/lib/keys/cognitoLocal.private.json'), { pem });
Object.assign(require('cognito-local/lib/keys/cognitoLocal.public.json'), {
  jwk: { kty, n, e, kid: 'CognitoLocal', alg: 'RS256', use: 'sig' },
});
const { EMULATOR_ISSUER: issuer, EMULATOR_KEY: key } = process.env;
require('cognito-local/lib/server/config.js').DefaultConfig.TokenConfig.IssuerDomain = issuer;
delete process.env.EMULATOR_KEY;

if (key !== undefined) {
  // Any page in a browser could find the port, and cognito-local answers every origin.
  const http = require('node:http');
  const { createServer } = http;
  http.createServer = (listener) =>
    createServer((request, response) => {
      if (request.headers['x-emulator-key'] === key) listener(request, response);
      else response.writeHead(403).end();
    });
}

// Ctrl-C reaches the whole process group; the parent stops this process once the last request is answered.
process.on('SIGINT', () => undefined);
// The parent is gone, however it ended: nobody needs this process any more.
process.on('disconnect', () => process.exit());

require('cognito-local/lib/bin/start.js');
