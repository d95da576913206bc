import { strict as assert } from 'node:assert';
import { compilePolicies, evaluate, explain, PolicyError, parsePolicy } from '@cognito-iam/core/policy';
import fc from 'fast-check';
import { policyDocument, request } from '../../packages/core/test/policy/arbitraries.js';
import { type FuzzTarget, fuzzTarget } from './target.js';
import { edited, repeated } from './texts.js';

const fragments = [
  ...'{}[]",:\\*?$',
  '${',
  '${aws:username}',
  "${aws:username, '",
  'null',
  '-0',
  '1e999',
  '""',
  '"Statement":',
  '"Effect":"Deny",',
  '"Effect":"Allow",',
  '"NotAction":"*",',
  '"NotResource":"*",',
  '"Principal":"*",',
  '"Condition":{},',
  '"__proto__":{"Effect":"Allow"},',
  '"Stat\\u0065ment":[],',
  '\\ud800',
  '\\u0000',
  'ForAllValues:',
  'IfExists',
];

const unit = fc.oneof(
  fc.constantFrom(...fragments, 'a*', '*a', '?', 'arn:', '[[', '{"a":'),
  fc.string({ maxLength: 3 }),
);
const long = repeated(unit);
/** Long texts in each place where a policy has a text. */
const inPlace = fc
  .tuple(fc.constantFrom('Sid', 'Action', 'Resource', 'Condition', 'NotAction', 'NotResource'), long, long)
  .map(([name, first, second]) => {
    const value =
      name === 'Condition' ? { StringLike: { [first]: [second, first] } } : [first, `arn:${second}`];
    const statement = { Effect: 'Allow', Action: '*', Resource: '*', [name]: value };
    return JSON.stringify({ Version: '2012-10-17', Statement: [statement, statement] });
  });

const text = fc.oneof(
  {
    arbitrary: edited(
      policyDocument.map((document) => JSON.stringify(document)),
      fragments,
    ),
    weight: 8,
  },
  { arbitrary: inPlace, weight: 2 },
  { arbitrary: long, weight: 1 },
);

/** What `read` gives; `undefined` for the one error that may be thrown. */
export function orRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    assert(error.issues.length > 0);
    for (const { pointer } of error.issues) assert(pointer === '' || pointer.startsWith('/'), pointer);
    return undefined;
  }
}

/** Reading is total, what is read can be evaluated, and what is evaluated is the document. */
export const policyText: FuzzTarget = fuzzTarget(
  'policy-text',
  fc.tuple(text, request),
  ([source, asked]) => {
    const parsed = orRefused(() => parsePolicy(source));
    const set = orRefused(() => compilePolicies([source]));
    if (parsed !== undefined) {
      assert(set !== undefined, 'what parsePolicy takes, compilePolicies takes');
      assert.deepEqual(parsePolicy(parsed.document).document, parsed.document);
    }
    if (set === undefined) return;
    const decision = evaluate(set, asked);
    assert.deepEqual(evaluate(set, asked), decision);
    assert.equal(explain(set, asked).decision, decision.decision);
    const statements: readonly { readonly Effect?: unknown }[] = [JSON.parse(source).Statement].flat();
    for (const { effect, index } of decision.matchedStatements)
      assert.equal(statements[index]?.Effect, effect);
  },
);
