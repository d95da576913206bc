import { createServer, type Server } from 'node:http';

const answer = Buffer.from('{"Username":"bob","Enabled":true,"UserStatus":"CONFIRMED"}');
const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': answer.length };

/** A server that reads the body and answers 60 bytes. */
export function bareServer(): Server {
  return createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    request.resume().on('end', () => response.writeHead(200, headers).end(answer));
  });
}
