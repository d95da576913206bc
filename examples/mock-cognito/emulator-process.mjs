// Runs in the child process: cognito-local, signing with a key of its own instead of the one that every copy
// of its package contains, and answering nobody but the mock. Argument: the file with the private key (PEM);
// EMULATOR_KEY: what the mock's requests have in their header `x-emulator-key`.
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

// Any page in a browser could find the port, and cognito-local answers every origin.
const http = require('node:http');
const { createServer } = http;
const { EMULATOR_KEY: key } = process.env;
delete process.env.EMULATOR_KEY;
http.createServer = (listener) =>
  createServer((request, response) => {
    if (key !== undefined && request.headers['x-emulator-key'] === key) listener(request, response);
    else response.writeHead(403).end();
  });

// Ctrl-C reaches the whole process group; the parent stops this process once the last request is answered.
process.on('SIGINT', () => undefined);
// The parent is gone, however it ended: nobody needs this process any more.
process.on('disconnect', () => process.exit());

require('cognito-local/lib/bin/start.js');
