import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { loadAccount } from '../../../packages/account/src/index.js';
import { type Gateway, startGateway } from '../../../packages/cli/src/gateway/gateway.js';
import type { GatewayReport } from '../../../packages/cli/src/gateway/report.js';

/** A gateway in this process, in front of a server whose answers the test gives. */
export interface Subject {
  readonly gateway: Gateway;
  readonly port: number;
  readonly folder: string;
  readonly reports: GatewayReport[];
  readonly upstream: StubUpstream;
  /** Somebody who may look users up, and nothing else. */
  readonly reader: CognitoIdentityProviderClient;
  stop(): Promise<void>;
}

/** A server that answers what it is told, and remembers what came. */
export class StubUpstream {
  readonly requests: {
    method: string;
    url: string;
    headers: IncomingMessage['headers'];
    rawHeaders: string[];
    body: string;
  }[] = [];
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"Username":"bob"}');
  };
  readonly #server: Server;

  constructor() {
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers, rawHeaders } = request;
        this.requests.push({ method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString() });
        this.answer(request, response);
      });
    };
    this.#server = createServer({ keepAliveTimeout: 60_000 }, listener);
  }

  listen(port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host: '127.0.0.1', backlog: 2048 }, () =>
        resolve((this.#server.address() as AddressInfo).port),
      );
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

export const poolId = 'us-east-1_AbCdEfGhI';

/** A policy that lets users be looked up. */
export function readerPolicy(actions: readonly string[] = ['AdminGetUser']): string {
  const Action = actions.map((action) => `cognito-idp:${action}`);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Read', Effect: 'Allow', Action, Resource: '*' }],
  });
}

/** `address` is where the gateway sends requests, in place of the stub. */
export async function startSubject(address?: string): Promise<Subject> {
  const upstream = new StubUpstream();
  const port = await upstream.listen();
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  writeFileSync(join(folder, 'reader.json'), readerPolicy());
  const config = {
    account: '123456789012',
    region: 'us-east-1',
    listen: { port: 0 },
    upstream: address ?? `http://127.0.0.1:${port}`,
    issuers: [],
    users: {
      reader: {
        inlinePolicies: { Reading: { file: 'reader.json' } },
        accessKeys: [{ accessKeyId: 'AKIAREADERREADER', secretAccessKey: 'made-up' }],
      },
    },
  };
  writeFileSync(join(folder, 'cognito-iam.json'), JSON.stringify(config, null, 2));
  const load = () => loadAccount('cognito-iam.json', { folder });
  const reports: GatewayReport[] = [];
  const gateway = await startGateway({
    account: await load(),
    load,
    watch: true,
    report: (report) => reports.push(report),
  });
  return {
    ...{ gateway, folder, reports, upstream },
    port: Number(new URL(gateway.url).port),
    reader: new CognitoIdentityProviderClient({
      endpoint: gateway.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAREADERREADER', secretAccessKey: 'made-up' },
      maxAttempts: 1,
    }),
    async stop() {
      await gateway.stop(1_000);
      await upstream.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Waits until `happened` gives something. */
export async function eventually<T>(happened: () => T | undefined | false, limit = 20_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const value = happened();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
