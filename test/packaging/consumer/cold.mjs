import { readFileSync } from 'node:fs';
import { register } from 'node:module';

const hook = `export async function resolve(name, context, next) {
  if (/^(jose|@smithy)/.test(name)) throw new Error(name + ' is loaded before anyone needs it');
  return next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const core = await import('@cognito-iam/core');
const policy = await import('@cognito-iam/core/policy');
const cases = readFileSync(process.argv[2], 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
// Read by one entry point and asked by the other: they are one engine, or this fails.
const wrong = cases.filter(
  ({ policies, request, expected }) =>
    core.evaluate(policy.compilePolicies(policies), request).decision !== expected,
);
const same = Object.keys(policy).every((name) => core[name] === policy[name]);
process.stdout.write(JSON.stringify({ same, wrong: wrong.map(({ id }) => id), decided: cases.length }));
