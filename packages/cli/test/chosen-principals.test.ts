import { describe, expect, it } from 'vitest';
import { runIn, stackConfig, stackWith } from './stack-files.js';
import { trailRecord } from './trail-record.js';

const statement = "{ Effect: Allow, Action: 'cognito-idp:AdminGetUser', Resource: !GetAtt UserPool.Arn }";
const files = {
  'cognito-iam.yaml': stackConfig,
  'stack.yaml': `${stackWith(statement).replace('RoleName: Support', 'Path: /')}  Other: { Type: AWS::IAM::Role, Properties: { RoleName: Others } }\n`,
};
const pool = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI';

describe('--principal takes what --as takes', () => {
  it.each([
    ['Support', ['role/stack-Support-']],
    ['role/Support', ['role/stack-Support-']],
    ['Oth?r', ['role/Others']],
    ['Other*', ['role/Others']],
    ['*Support*', ['role/stack-Support-']],
    ['*', ['role/Others', 'role/stack-Support-']],
  ])('matrix --principal %s', async (pattern, names) => {
    const { code, out } = await runIn(files, `matrix --format json --principal ${pattern}`);
    expect(code).toBe(0);
    const found: readonly { readonly principal: string }[] = JSON.parse(out).principals;
    expect(found.map(({ principal }) => principal.replace(/[0-9A-Z]{12}$/, ''))).toEqual(names);
  });

  it('matrix says of others who there is', async () => {
    const { code, err } = await runIn(files, 'matrix --principal user/Support');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('no role or user is called `user/Support`; known: role/'),
    ]);
  });

  it('generate finds the role of a log by its logical id', async () => {
    const { out } = await runIn(files, 'check --as Support --action AdminGetUser --resource UserPool');
    const [name = ''] = /stack-Support-[0-9A-Z]{12}/.exec(out) ?? [];
    const log = JSON.stringify(trailRecord(pool)).replace('assumed-role/Support', `assumed-role/${name}`);
    const withLog = { ...files, 'log.jsonl': `${log}\n` };
    const known = await runIn(
      withLog,
      'generate -c cognito-iam.yaml --from log.jsonl --principal Support --json',
    );
    expect(known.code).toBe(0);
    expect(JSON.parse(known.out).principals).toMatchObject([{ principal: `role/${name}` }]);
    const unknown = await runIn(withLog, 'generate --from log.jsonl --principal Support');
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('known with `--config`')]);
  });
});
