import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsAnswer } from '../../src/http/answers.js';
import { refuse, refuseWith } from '../../src/http/refusal.js';

const requestId = 'e7a4b2c0-0000-4000-8000-000000000000';

describe('answer', () => {
  test('access denied spells `Message`, every other error `message`', () => {
    expect(awsAnswer(refuseWith('accessDenied', 'no'), undefined, requestId).body).toBe(
      '{"__type":"AccessDeniedException","Message":"no"}',
    );
    expect(awsAnswer(refuseWith('invalidParameter', 'no'), undefined, requestId).body).toBe(
      '{"__type":"InvalidParameterException","message":"no"}',
    );
  });

  test('has no message where AWS sends none', () => {
    const { body, headers } = awsAnswer(refuse('unknownOperation'), undefined, requestId);
    expect(body).toBe('{"__type":"UnknownOperationException"}');
    expect(headers).not.toHaveProperty('x-amzn-errormessage');
  });

  test('an internal error is a 5xx, so that clients try again', () => {
    expect(awsAnswer(refuse('internalError', 'secret'), undefined, requestId)).toMatchObject({
      status: 500,
      body: '{"__type":"InternalErrorException","message":"Internal server error"}',
    });
  });

  test.each(['a\nb', 'a\r\nset-cookie: x=y', 'a\u0000', 'a\u007f', 'a\u0085', 'жук', '😀', '\ud800'])(
    'the message %j is in the body alone',
    (message) => {
      const { body, headers } = awsAnswer(refuseWith('accessDenied', message), undefined, requestId);
      expect(headers).not.toHaveProperty('x-amzn-errormessage');
      expect(JSON.parse(body).Message).toBe(message);
    },
  );

  test('a message in latin-1 is in the header', () => {
    expect(
      awsAnswer(refuseWith('accessDenied', 'für'), undefined, requestId).headers['x-amzn-errormessage'],
    ).toBe('für');
  });

  test('Node takes every header of every answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const { headers } = awsAnswer(refuseWith('accessDenied', message), undefined, requestId);
        for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
      }),
    );
  });

  test('has the id of the request', () => {
    expect(awsAnswer(refuse('serialization'), undefined, requestId).headers['x-amzn-requestid']).toBe(
      requestId,
    );
  });
});
