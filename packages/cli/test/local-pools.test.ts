import { expect, it } from 'vitest';
import { stackConfig as config, runIn, stackWith } from './stack-files.js';

const template = stackWith(
  '{ Effect: Allow, Action: cognito-idp:ListUsers, Resource: !GetAtt UserPool.Arn }',
  '{ Effect: Allow, Action: cognito-idp:AdminGetUser, Resource: "*", Condition: { StringEquals: { aws:ResourceTag/team: blue } } }',
);
const shop = '{"Users":{},"Options":{"Id":"local_1abC","Name":"shop"}}';
const other = '{"Options":{"Id":"local_2deF","Name":"app-users","UserPoolTags":{"team":"blue","n":1}}}';

const run = (args: string, files: Readonly<Record<string, string>>) =>
  runIn({ 'stack.yaml': template, 'cognito-iam.yaml': config, ...files }, args);
const data = (folder = '.cognito') => ({
  [`${folder}/db/clients.json`]: '{"Clients":{}}',
  [`${folder}/db/local_1abC.json`]: shop,
  [`${folder}/db/local_2deF.json`]: other,
});

it.each([
  ['--action ListUsers --resource local_1abC', 0],
  ['--action ListUsers --resource shop', 0],
  ['--action ListUsers --resource UserPool', 0],
  ['--action ListUsers', 0],
  ['--action ListUsers --resource us-east-1_UserPool', 1],
  ['--action ListUsers --resource app-users', 1],
  ['--action AdminGetUser --resource app-users', 0],
  ['--action AdminGetUser --resource shop', 1],
])('check %s is decided as the gateway would with the pools of its emulator', async (args, code) => {
  expect(await run(`check --as Support ${args}`, data())).toMatchObject({ code, err: '' });
});

it('reads the data in the folder where the emulator runs, and none of another server', async () => {
  const at = (upstream: string) => ({ 'cognito-iam.yaml': `${config}upstream: ${upstream}\n` });
  const args = 'check --as Support --action ListUsers --resource local_1abC';
  const elsewhere = await run(args, {
    ...data('run/.cognito'),
    ...at('{ folder: run, emulator: cognito-local }'),
  });
  expect(elsewhere).toMatchObject({ code: 0, err: '' });
  const address = { ...at('http://localhost:9229\nissuers: []'), ...data() };
  expect(await run(args, address)).toMatchObject({ code: 1, err: '' });
});

it('has every pool of the emulator in the matrix', async () => {
  const { out } = await run('matrix --format csv --action ListUsers', data());
  expect(out).toContain('UserPool');
  expect(out).toContain('local_2deF');
  expect(out).not.toContain('us-east-1_UserPool');
});

it('says what to do where no pool, or more than one, has the name of the template', async () => {
  const none = await run('lint', { '.cognito/db/local_2deF.json': other });
  expect(none.out).toContain(
    'the id of the user pool `UserPool`, `us-east-1_UserPool`, is made up: there is no user pool called `shop` in the emulator',
  );
  expect(none.out).toContain(
    'create one called `shop`, which becomes it, or say which pool it is: `pools: { UserPool: <id> }`',
  );
  const two = await run('check --as Support --action ListUsers --resource UserPool', {
    ...data(),
    '.cognito/db/local_3.json': shop,
  });
  expect(two.err).toContain('there is more than one user pool (local_1abC, local_3) called `shop`');
  expect(two.err).not.toContain('create one');
});
