import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDirectory } from '@cognito-iam/core';
import { metrics, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordDecisions } from '../../examples/opentelemetry/src/instrument.js';
import { createMock, type Mock, poolId } from '../../examples/opentelemetry/src/mock.js';
import { adapters } from '../conformance/adapters.js';
import { pnpm } from '../packaging/pack.js';
import { patience } from './mock.js';

const run = promisify(execFile);
const folder = new URL('../../examples/opentelemetry/', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

const bob = 'arn:aws:sts::123456789012:assumed-role/Support/bob';
const poolArn = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${poolId}`;
const listUsers = JSON.stringify({ UserPoolId: poolId });
const deleteDave = JSON.stringify({ UserPoolId: poolId, Username: 'dave' });

const spans = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
provider.register();
afterAll(() => provider.shutdown());

describe('what the example records', () => {
  let mock: Mock;
  let token: string;
  let meters: MeterProvider;
  let measured: InMemoryMetricExporter;
  let stop: () => void;
  const closing: (() => unknown)[] = [];

  beforeAll(async () => {
    mock = await createMock({ log: () => {} });
    token = await mock.token('bob');
  });
  beforeEach(() => {
    mock.authorizer.reload({ mode: 'enforce' });
    spans.reset();
    measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: measured })] });
    metrics.setGlobalMeterProvider(meters);
    stop = recordDecisions();
  });
  afterEach(async () => {
    stop();
    for (const close of closing.splice(0)) close();
    metrics.disable();
    await meters.shutdown();
  });

  /** Serves with a span around every request, as the instrumentation of HTTP makes them. */
  async function serve(handle: RequestListener): Promise<string> {
    const tracer = trace.getTracer('http');
    const server = createServer((request, response) => {
      const attributes = { number: String(request.headers['x-number']) };
      tracer.startActiveSpan('POST', { kind: SpanKind.SERVER, attributes }, (span: Span) => {
        response.on('close', () => span.end());
        handle(request, response);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  async function call(
    url: string,
    operation: string,
    body: string,
    { bearer = token, number = 0 }: { bearer?: string; number?: number } = {},
  ): Promise<Response> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...(bearer !== '' && { authorization: `Bearer ${bearer}` }),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        'x-number': String(number),
      },
      body,
    });
    await response.arrayBuffer();
    return response;
  }

  /** The spans of the decisions so far, each with the HTTP span that it is under. */
  async function decided(count: number): Promise<readonly { span: ReadableSpan; http: ReadableSpan }[]> {
    await expect.poll(() => spans.getFinishedSpans().length).toBe(2 * count);
    const finished = spans.getFinishedSpans();
    return finished
      .filter(({ instrumentationScope }) => instrumentationScope.name === 'cognito-iam')
      .map((span) => {
        const http = finished.find(
          (one) => one.spanContext().spanId === span.parentSpanContext?.spanId && one.name === 'POST',
        );
        if (http === undefined) throw new Error(`${span.name} is under no request`);
        expect(span.spanContext().traceId).toBe(http.spanContext().traceId);
        return { span, http };
      });
  }

  async function onlySpan(): Promise<ReadableSpan> {
    const [one, ...others] = await decided(1);
    if (one === undefined) throw new Error('there is no span');
    expect(others).toEqual([]);
    return one.span;
  }

  async function points(name: string): Promise<readonly { attributes: object; value: unknown }[]> {
    await meters.forceFlush();
    const all = measured
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap((scope) => scope.metrics);
    const metric = all?.find(({ descriptor }) => descriptor.name === name);
    return (metric?.dataPoints ?? []).map(({ attributes, value }) => ({ attributes, value }));
  }

  it('is a span of an allowed request, and says when the decision was remembered', async () => {
    const url = await serve(mock.app.callback());
    expect((await call(url, 'ListUsers', listUsers)).status).toBe(200);
    expect((await call(url, 'ListUsers', listUsers)).status).toBe(200);
    const [first, second] = await decided(2);
    expect(first?.span).toMatchObject({
      name: 'authorize ListUsers',
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: 'cognito-iam' },
    });
    expect(first?.span.attributes).toEqual({
      'cognito_iam.operation': 'ListUsers',
      'cognito_iam.outcome': 'allowed',
      'cognito_iam.decision': 'allowed',
      'cognito_iam.cache_hit': false,
      'cognito_iam.action': 'cognito-idp:ListUsers',
      'cognito_iam.resource': poolArn,
      'cognito_iam.decided_by': 'identity',
      'cognito_iam.policy': ['HelpUsers'],
      'cognito_iam.sid': ['LookUp'],
      'enduser.id': bob,
      'aws.request_id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(second?.span.attributes).toMatchObject({ 'cognito_iam.cache_hit': true });
  });

  it('is a failed span of a denied request, with what the client got', async () => {
    const url = await serve(mock.app.callback());
    const response = await call(url, 'AdminDeleteUser', deleteDave);
    const span = await onlySpan();
    expect(span.status).toEqual({
      code: SpanStatusCode.ERROR,
      message: response.headers.get('x-amzn-errormessage'),
    });
    expect(span.attributes).toMatchObject({
      'cognito_iam.outcome': 'refused',
      'cognito_iam.decision': 'explicitDeny',
      'cognito_iam.decided_by': 'identity',
      'cognito_iam.policy': ['HelpUsers'],
      'cognito_iam.sid': ['NeverDelete'],
      'cognito_iam.reason': 'denied by statement `NeverDelete` of policy `HelpUsers`',
      'error.type': 'AccessDeniedException',
      'enduser.id': bob,
      'aws.request_id': response.headers.get('x-amzn-requestid'),
    });
  });

  it.each([
    ['AdminDeleteUser', deleteDave, '', 'MissingAuthenticationTokenException'],
    ['AdminDeleteUser', 'not JSON', undefined, 'SerializationException'],
    ['BecomeAdministrator', '{}', undefined, 'UnknownOperationException'],
    ['ListUsers', listUsers, 'not.a.token', 'UnrecognizedClientException'],
  ])('is a failed span of %s with the body %s and the token %j', async (operation, body, bearer, type) => {
    const url = await serve(mock.app.callback());
    await call(url, operation, body, bearer === undefined ? {} : { bearer });
    const span = await onlySpan();
    const known = operation !== 'BecomeAdministrator';
    expect(span.name).toBe(`authorize ${known ? operation : 'unknown operation'}`);
    expect(span.status.code).toBe(SpanStatusCode.ERROR);
    // AWS says nothing about two of them; a status says something all the same.
    expect(span.status.message).not.toBe('');
    expect(span.attributes).toMatchObject({ 'cognito_iam.outcome': 'refused', 'error.type': type });
    for (const absent of ['decision', 'decided_by', 'resource', 'policy', 'sid', 'cache_hit']) {
      expect(span.attributes).not.toHaveProperty([`cognito_iam.${absent}`]);
    }
    expect(Object.hasOwn(span.attributes, 'cognito_iam.operation')).toBe(known);
    expect(span.attributes).not.toHaveProperty(['enduser.id']);
  });

  it('is no failed span of a request that audit mode lets through', async () => {
    mock.authorizer.reload({ mode: 'audit' });
    const url = await serve(mock.app.callback());
    expect((await call(url, 'AdminDeleteUser', deleteDave)).status).toBe(200);
    const span = await onlySpan();
    expect(span.status).toEqual({ code: SpanStatusCode.UNSET });
    expect(span.attributes).toMatchObject({
      'cognito_iam.outcome': 'audited',
      'cognito_iam.decision': 'explicitDeny',
      'cognito_iam.audited_error': 'AccessDeniedException',
    });
    expect(span.attributes).not.toHaveProperty(['error.type']);
  });

  it('numbers the statements that have no Sid', async () => {
    const Statement = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
    const directory = createDirectory({
      account: '123456789012',
      roles: { Support: { inlinePolicies: { Everything: { Version: '2012-10-17', Statement } } } },
    });
    const other = await createMock({ log: () => {}, directory });
    const url = await serve(other.app.callback());
    await call(url, 'ListUsers', listUsers, { bearer: await other.token('bob') });
    expect((await onlySpan()).attributes).toMatchObject({
      'cognito_iam.policy': ['Everything'],
      'cognito_iam.sid': ['#0'],
    });
  });

  it('lasts as long as deciding took, within its request', async () => {
    const accessTokenStatus = () => new Promise<'active'>((resolve) => setTimeout(resolve, 50, 'active'));
    const slow = await createMock({ log: () => {}, accessTokenStatus });
    const url = await serve(slow.app.callback());
    const bearer = await slow.token('bob');
    const before = Date.now();
    await call(url, 'GetUser', JSON.stringify({ AccessToken: bearer }), { bearer: '' });
    const after = Date.now();
    const [one] = await decided(1);
    const [start, end] = [milliseconds(one?.span.startTime), milliseconds(one?.span.endTime)];
    expect(start).toBeGreaterThanOrEqual(before);
    // The decision begins by the clock's whole milliseconds.
    expect(start).toBeGreaterThan(milliseconds(one?.http.startTime) - 1);
    expect(end - start).toBeGreaterThan(45);
    expect(end).toBeLessThan(milliseconds(one?.http.endTime) + 1);
    expect(end).toBeLessThanOrEqual(after + 1);
    const [duration] = await points('cognito_iam.decision.duration');
    expect(duration).toMatchObject({ value: { count: 1, sum: expect.closeTo((end - start) / 1000, 5) } });
  });

  it.each(adapters)('is under the HTTP span of its own request, in $name', async ({ app }) => {
    const url = await serve(app(mock.authorizer));
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    const ids = await Promise.all(
      numbers.map(async (number) => {
        const response = await call(url, 'AdminDeleteUser', deleteDave, { number });
        return response.headers.get('x-amzn-requestid');
      }),
    );
    const parents = new Map(
      (await decided(20)).map(({ span, http }) => [
        span.attributes['aws.request_id'],
        http.attributes['number'],
      ]),
    );
    expect(ids.map((id) => parents.get(id ?? ''))).toEqual(numbers.map(String));
  });

  it('is a span of its own where there is no HTTP span', async () => {
    await mock.authorizer.authorize({
      method: 'POST',
      url: '/',
      headers: {},
      body: undefined,
      sourceIp: undefined,
      secure: false,
    });
    const [span, ...others] = spans.getFinishedSpans();
    expect(others).toEqual([]);
    expect(span?.name).toBe('authorize unknown operation');
    expect(span?.parentSpanContext).toBeUndefined();
  });

  it('counts and times what takes few values, and nothing else', async () => {
    const url = await serve(mock.app.callback());
    for (const _ of [1, 2, 3]) await call(url, 'ListUsers', listUsers);
    await call(url, 'ListUsers', listUsers, { bearer: await mock.token('carol') });
    await call(url, 'AdminDeleteUser', deleteDave);
    await call(url, 'AdminDeleteUser', JSON.stringify({ UserPoolId: 'us-east-1_Other', Username: 'erin' }));
    await call(url, 'AdminDeleteUser', 'not JSON');
    await call(url, 'BecomeAdministrator', '{}');
    await call(url, 'SignUp', JSON.stringify({ ClientId: 'c', Username: 'u', Password: 'p' }), {
      bearer: '',
    });
    mock.authorizer.reload({ mode: 'audit' });
    await call(url, 'AdminDeleteUser', deleteDave);

    const series = (operation: string | undefined, outcome: string, more: object) => ({
      ...(operation !== undefined && { 'cognito_iam.operation': operation }),
      'cognito_iam.outcome': outcome,
      ...more,
    });
    const answered = (decision: string, hit: boolean) => ({
      'cognito_iam.decision': decision,
      'cognito_iam.cache_hit': hit,
    });
    const denied = { ...answered('explicitDeny', false), 'error.type': 'AccessDeniedException' };
    const expected = [
      [2, series('ListUsers', 'allowed', answered('allowed', false))],
      [2, series('ListUsers', 'allowed', answered('allowed', true))],
      [2, series('AdminDeleteUser', 'refused', denied)],
      [1, series('AdminDeleteUser', 'refused', { 'error.type': 'SerializationException' })],
      [1, series(undefined, 'refused', { 'error.type': 'UnknownOperationException' })],
      [1, series('SignUp', 'allowed', {})],
      [1, series('AdminDeleteUser', 'audited', answered('explicitDeny', false))],
    ] as const;
    // Strictly: an attribute that is `undefined` would be one to an exporter.
    expect(await points('cognito_iam.decisions')).toStrictEqual(
      expected.map(([value, attributes]) => ({ attributes, value })),
    );
    const durations = await points('cognito_iam.decision.duration');
    expect(durations).toMatchObject(
      expected.map(([count, attributes]) => ({ attributes, value: { count, sum: expect.any(Number) } })),
    );
  });

  it('holds no token, nor a part of one', async () => {
    const url = await serve(mock.app.callback());
    const signature = token.split('.')[2] ?? '';
    await call(url, 'ListUsers', listUsers);
    await call(url, 'AdminDeleteUser', deleteDave);
    await call(url, 'GetUser', JSON.stringify({ AccessToken: token }), { bearer: '' });
    await call(url, 'GetUser', JSON.stringify({ AccessToken: `${token}x` }), { bearer: '' });
    await call(url, 'ListUsers', listUsers, { bearer: `${token}x` });
    await call(url, 'ListUsers', `{"AccessToken":"${token}"`);
    const told = JSON.stringify([
      (await decided(6)).map(({ span: { name, attributes, status, events } }) => [
        name,
        attributes,
        status,
        events,
      ]),
      await points('cognito_iam.decisions'),
    ]);
    expect(signature.length).toBeGreaterThan(100);
    for (const part of [...token.split('.'), signature.slice(0, 40)]) expect(told).not.toContain(part);
  });

  it('ends with what recordDecisions gave', async () => {
    const url = await serve(mock.app.callback());
    stop();
    await call(url, 'ListUsers', listUsers);
    await expect.poll(() => spans.getFinishedSpans().map(({ name }) => name)).toEqual(['POST']);
    expect(await points('cognito_iam.decisions')).toEqual([]);
  });
});

/** A span's time as milliseconds since 1970. */
function milliseconds([seconds, nanoseconds] = [Number.NaN, Number.NaN]): number {
  return seconds * 1000 + nanoseconds / 1e6;
}

describe("the example's README", () => {
  function block(language: string, part: string): string {
    const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
    const found = blocks.find(([, name, text = '']) => name === language && text.includes(part));
    if (found?.[2] === undefined) throw new Error(`there is no ${language} block with ${part}`);
    return found[2].trim();
  }

  /** Output without what differs from run to run. */
  const steady = (text: string): string =>
    text.replace(/\d+\.\d\d ms/g, '0.00 ms').replace(/aws\.request_id=[0-9a-f-]{36}/g, 'aws.request_id=…');

  it('gives a command that prints what it shows', { timeout: patience }, async () => {
    const command = block('sh', 'demo').split(' ');
    expect(command.slice(0, 3)).toEqual(['npx', '-y', 'pnpm@10']);
    const [program, ...first] = pnpm();
    const { stdout } = await run(program, [...first, ...command.slice(3)], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
    });
    const output = steady(stdout);
    expect(output).toContain(steady(block('text', 'POST  400')));
    expect(output).toContain(steady(block('text', 'cognito_iam.decisions')));
    expect(output.match(/^POST/gm)).toHaveLength(7);
    expect(output.match(/^ {2}authorize/gm)).toHaveLength(7);
    expect(output).not.toContain('eyJ');
  });

  it('shows the set-up as it is', () => {
    const file = readFileSync(new URL('src/telemetry.ts', folder), 'utf8');
    expect(block('ts', 'recordDecisions()')).toBe(file.trim());
  });

  it('names every package that the files to copy import', () => {
    const sources = ['instrument', 'telemetry', 'terminal'].map((name) =>
      readFileSync(new URL(`src/${name}.ts`, folder), 'utf8'),
    );
    const imported = sources.flatMap((text) => text.match(/(?<=from ')@opentelemetry[^']+/g) ?? []);
    const command = block('sh', 'npm install').trim().split(' ');
    expect(command.slice(2)).toEqual([...new Set(imported)].sort());
  });

  it('lists every attribute, and no other', () => {
    const source = readFileSync(new URL('src/instrument.ts', folder), 'utf8');
    const set = [...source.matchAll(/^ {4}'([\w.]+)':/gm)].map(([, name]) => name);
    const rows = readme.split('## What is recorded')[1]?.matchAll(/^\| `([^|]+)\|/gm) ?? [];
    const listed = [...rows].flatMap(([, cell = '']) =>
      [...`\`${cell}`.matchAll(/`([\w.]+)`/g)].map(([, name]) => name),
    );
    expect(set.length).toBeGreaterThan(10);
    expect(listed.sort()).toEqual(set.sort());
  });
});

describe('the example, started', { timeout: patience }, () => {
  it('makes HTTP spans in a program of ES modules alone, too', async () => {
    const program = `
      import { createServer } from 'node:http';
      const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', async () => {
        await fetch('http://127.0.0.1:' + server.address().port);
        server.close();
      });`;
    const flags = ['--import', './dist/telemetry.js', '--input-type=module', '--eval', program];
    const { stdout } = await run(process.execPath, flags, { cwd: fileURLToPath(folder) });
    expect(stdout).toMatch(/^GET {2}200 {2}\d/);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'sends what was measured where %s ends a mock at once',
    async (signal) => {
      const program = `
      import { createMock, poolId } from './dist/mock.js';
      import { listen } from './dist/listen.js';
      const mock = await createMock({ log: () => {} });
      const { url } = await listen(mock.app, 0);
      const authorization = 'Bearer ' + (await mock.token('bob'));
      const target = 'AWSCognitoIdentityProviderService.ListUsers';
      const headers = { authorization, 'x-amz-target': target };
      await fetch(url, { method: 'POST', headers, body: JSON.stringify({ UserPoolId: poolId }) });
      console.log('asked');`;
      const flags = ['--import', './dist/telemetry.js', '--input-type=module', '--eval', program];
      const child = spawn(process.execPath, flags, {
        cwd: fileURLToPath(folder),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
      const ended = once(child, 'close');
      try {
        await expect.poll(() => output, { timeout: 30_000 }).toContain('asked');
        child.kill(signal);
        expect(await ended).toEqual([null, signal]);
        expect(output).toContain('cognito_iam.decisions\n  1  cognito_iam.operation=ListUsers');
      } finally {
        child.kill('SIGKILL');
      }
    },
  );

  it('prints lines that work as they stand, and what was measured when it is stopped', async () => {
    const child = spawn(process.execPath, ['--import', './dist/telemetry.js', 'dist/main.js'], {
      cwd: fileURLToPath(folder),
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const ended = once(child, 'close');
    try {
      await expect.poll(() => output, { timeout: 30_000 }).toContain('Ctrl-C');
      const lines = output.split('\n').filter((line) => /^(?:export|curl) /.test(line));
      expect(lines).toHaveLength(3);
      const { stdout } = await run('sh', ['-c', lines.join('\n')]);
      expect(stdout).toContain('{"Users":[]}');
      expect(stdout).toContain('AccessDeniedException');
      await expect.poll(() => output).toContain('authorize AdminDeleteUser');
      child.kill('SIGINT');
      expect(await ended).toEqual([0, null]);
      expect(output).toContain('cognito_iam.decisions\n  1  cognito_iam.operation=ListUsers');
    } finally {
      child.kill('SIGKILL');
    }
  });
});
