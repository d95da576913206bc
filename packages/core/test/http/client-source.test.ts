import { describe, expect, test } from 'vitest';
import { withClient } from '../../src/http/client-source.js';

const request = { method: 'POST', url: '/', headers: {}, body: undefined };

describe('withClient', () => {
  test('tells who the client is, and stays so when the connection is gone', () => {
    let address: string | undefined = '192.0.2.1';
    const made = withClient(request, { sourceIp: () => address, secure: () => true });
    address = undefined;
    expect(made).toEqual({ ...request, sourceIp: '192.0.2.1', secure: true });
  });

  const fail = () => {
    throw new Error('no idea');
  };
  test.each([
    ['sourceIp', { sourceIp: fail, secure: () => true }],
    ['secure', { sourceIp: () => '192.0.2.1', secure: fail }],
  ])('what %s throws is thrown when the client is asked for', (_, source) => {
    const made = withClient(request, source);
    expect(made).toMatchObject(request);
    expect(() => made.sourceIp).toThrow('no idea');
    expect(() => made.secure).toThrow('no idea');
    expect(() => ({ ...made })).toThrow('no idea');
  });
});
