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

describe('generate and names that CloudFormation made up', () => {
  const log = (...names: readonly string[]) =>
    names
      .map(
        (name) =>
          `${JSON.stringify(trailRecord(pool)).replace('assumed-role/Support', `assumed-role/${name}`)}\n`,
      )
      .join('');
  const named = {
    ...files,
    'cognito-iam.yaml': stackConfig.replace('file: stack.yaml', '$&, stackName: shop'),
  };
  const compare = async (config: Readonly<Record<string, string>>, ...names: readonly string[]) => {
    const all = { ...config, 'log.jsonl': log(...names) };
    const { out, err } = await runIn(all, 'generate -c cognito-iam.yaml --from log.jsonl');
    return { out, notes: err.split('\n').filter((line) => /compared|not in the log/.test(line)) };
  };

  it.each<[string, Readonly<Record<string, string>>, string[]]>([
    ['stack and id', named, ['shop-Support-1ABCDEFGHIJKL']],
    ['the id alone, where the stack is called otherwise', files, ['prod-shop-Support-1ABCDEFGHIJK']],
  ])('finds the role by %s', async (_, config, names) => {
    const { out, notes } = await compare(config, ...names);
    expect(out).toMatch(/^role\/\S+-Support-1ABC/);
    expect(out).not.toContain('cannot be compared');
    expect(notes).toEqual([
      expect.stringMatching(
        /^note {2}role\/\S*shop-Support-1ABC\w+ is compared as role\/\w+-Support-[0-9A-Z]{12} of the/,
      ),
      'note  not in the log: role/Others',
    ]);
  });

  it('finds the role before and after it was replaced', async () => {
    const { out, notes } = await compare(named, 'shop-Support-1ABCDEFGHIJKL', 'shop-Support-2ABCDEFGHIJKL');
    expect(out).not.toContain('cannot be compared');
    expect(notes).toHaveLength(3);
  });

  it('says where it is not certain', async () => {
    const { out } = await compare(files, 'a-Support-1ABCDEFGHIJKL', 'b-Support-1ABCDEFGHIJKL');
    expect(out.match(/cannot be compared: it may be `Support` of a template/g)).toHaveLength(2);
    const other = await compare(named, 'shop-Support-1ABCDEFGHIJKL', 'b-Support-1ABCDEFGHIJKL');
    expect(other.out.match(/cannot be compared: it may be `Support` of a template/g)).toHaveLength(1);
  });

  it('takes no name that the template gives, and none without a suffix, for one that was made up', async () => {
    const names = [
      'shop-Other-1ABCDEFGHIJKL',
      'shop-Support',
      'shop-Support-readonly',
      'a-Support-Administrator',
    ];
    const { out } = await compare(named, ...names);
    expect(out.match(/cannot be compared: the configuration has none of this name/g)).toHaveLength(4);
  });

  it('takes no role of another account for one of the configuration', async () => {
    const foreign = log('shop-Support-1ABCDEFGHIJKL').replaceAll('123456789012', '999988887777');
    const all = { ...named, 'log.jsonl': `${log('shop-Support-1ABCDEFGHIJKL')}${foreign}` };
    const { out } = await runIn(
      all,
      'generate -c cognito-iam.yaml --from log.jsonl --principal Support --json',
    );
    expect(JSON.parse(out).principals).toMatchObject([{ account: '123456789012' }]);
  });

  it('takes the logical id for --principal', async () => {
    const all = { ...named, 'log.jsonl': log('shop-Support-1ABCDEFGHIJKL', 'Elsewhere') };
    const { out, code } = await runIn(
      all,
      'generate -c cognito-iam.yaml --from log.jsonl --principal Support --json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).principals).toMatchObject([
      {
        principal: 'role/shop-Support-1ABCDEFGHIJKL',
        inAccount: expect.stringContaining('role/shop-Support-'),
      },
    ]);
  });
});
