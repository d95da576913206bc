import { expect, it } from 'vitest';
import { runIn, stackConfig, stackWith } from '../stack-files.js';

it('explains a statement that could not be read without what stands for it', async () => {
  const template = stackWith(
    '{ Effect: Allow, Action: cognito-idp:ListUsers, Resource: !GetAtt UserPol.Arn }',
  );
  const { code, out, err } = await runIn(
    { 'stack.yaml': template, 'cognito-iam.yaml': stackConfig },
    'explain --as Support --action ListUsers',
  );
  expect(code).toBe(1);
  expect(err).toContain('the template has no `UserPol` (did you mean `UserPool`?)');
  expect(out).toContain('it holds a value that is not known here');
  expect(out).not.toContain('nresolved:');
});

it('has a list for a configuration told as one', async () => {
  const { code, err } = await runIn({ 'cognito-iam.json': '[]' }, 'serve --port 0');
  expect(code).toBe(2);
  expect(err).toMatch(
    /^cognito-iam\.json:1:1 {2}error {2}expected an object, got a list; write at least .*\(invalid-value\)$/,
  );
});
