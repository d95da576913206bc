import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsAnswer } from '../../src/http/answers.js';
import { refuse, refuseWith } from '../../src/http/refusal.js';

describe('answer', () => {
  test('access denied spells `Message`, every other error `message`', () => {
    expect(awsAnswer(refuseWith('accessDenied', 'no'), undefined).body).toBe(
      '{"__type":"AccessDeniedException","Message":"no"}',
    );
    expect(awsAnswer(refuseWith('invalidParameter', 'no'), undefined).body).toBe(
      '{"__type":"InvalidParameterException","message":"no"}',
    );
  });

  test('has no message where AWS sends none', () => {
    const { body, headers } = awsAnswer(refuse('unknownOperation'), undefined);
    expect(body).toBe('{"__type":"UnknownOperationException"}');
    expect(headers).not.toHaveProperty('x-amzn-errormessage');
  });

  test('an internal error is a 5xx, so that clients try again', () => {
    expect(awsAnswer(refuse('internalError', 'secret'), undefined)).toMatchObject({
      status: 500,
      body: '{"__type":"InternalErrorException","message":"Internal server error"}',
    });
  });

  test.each(['a\nb', 'a\r\nset-cookie: x=y', 'a\u0000', 'a\u007f', 'a\u0085', 'жук', '😀', '\ud800'])(
    'the message %j is in the body alone',
    (message) => {
      const { body, headers } = awsAnswer(refuseWith('accessDenied', message), undefined);
      expect(headers).not.toHaveProperty('x-amzn-errormessage');
      expect(JSON.parse(body).Message).toBe(message);
    },
  );

  test('a message in latin-1 is in the header', () => {
    expect(awsAnswer(refuseWith('accessDenied', 'für'), undefined).headers['x-amzn-errormessage']).toBe(
      'für',
    );
  });

  test('Node takes every header of every answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const { headers } = awsAnswer(refuseWith('accessDenied', message), undefined);
        for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
      }),
    );
  });

  test('each has an id of its own', () => {
    const ids = Array.from(
      { length: 10 },
      () => awsAnswer(refuse('serialization'), undefined).headers['x-amzn-requestid'],
    );
    expect(new Set(ids).size).toBe(10);
  });
});
