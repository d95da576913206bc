import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAccount } from '@cognito-iam/account';
import { evaluate } from '@cognito-iam/core';
import { describe, expect, it } from 'vitest';
import { findProject } from '../src/init/found-project.js';
import { planRegion } from '../src/init/plan-region.js';
import { samSettings } from '../src/init/sam-settings.js';
import { runCommand } from '../src/program.js';
import { collectingTerminal } from './collecting-terminal.js';
import { stackWith } from './stack-files.js';

function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iam-init-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const textIn = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

describe('init', () => {
  it('writes in an empty folder what can be used at once', async () => {
    const folder = folderWith();
    const terminal = collectingTerminal(folder, { AWS_REGION: 'eu-north-1' });
    expect([await runCommand(['init'], terminal), terminal.told]).toEqual([0, []]);
    expect(terminal.printed.slice(0, 4)).toEqual([
      'region  eu-north-1, from AWS_REGION',
      'wrote   cognito-iam.yaml',
      'wrote   policies/support.json',
      'wrote   cognito-iam.schema.json, by which editors complete the configuration',
    ]);
    const { directory, region, findings, roleMapping } = await loadAccount('cognito-iam.yaml', { folder });
    expect([region, findings]).toEqual(['eu-north-1', []]);
    expect(roleMapping?.groups).toEqual([{ group: 'support', role: 'Support', precedence: 1 }]);
    const resource = 'arn:aws:cognito-idp:eu-north-1:123456789012:userpool/local_1abC';
    const may = (action: string) =>
      evaluate(directory.role('Support')?.policies ?? expect.fail(), { action, resource }).decision;
    expect(may('cognito-idp:AdminGetUser')).toBe('allowed');
    expect(may('cognito-idp:AdminDeleteUser')).toBe('implicitDeny');
    expect(directory.credential('AKIALOCALDEVELOPER')).toBeDefined();
    const [serve, ...next] = terminal.printed.filter((line) => line.startsWith('  cognito-iam '));
    // It would go on until a signal.
    expect(serve).toMatch(/^ {2}cognito-iam serve$/);
    const codes = await Promise.all(
      next.map((line) => {
        const [, ...args] = (line.trim().split(/ {2,}/)[0] ?? '').split(' ');
        return runCommand(args, collectingTerminal(folder));
      }),
    );
    expect(codes).toEqual([1, 1]);
    const [first = ''] = textIn(folder, 'cognito-iam.yaml').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=./cognito-iam.schema.json');
    expect(JSON.parse(textIn(folder, 'cognito-iam.schema.json'))).toHaveProperty('properties.roles');
  });

  it('says what comes next as it was called itself, by npx or by its name', async () => {
    const terminal = collectingTerminal(folderWith(), { npm_command: 'exec' });
    expect(await runCommand(['init'], terminal)).toBe(0);
    const commands = terminal.printed.flatMap((line) => /^ {2}(\S.*cognito-iam \w+)/.exec(line)?.[1] ?? []);
    expect(commands).toEqual(['npx cognito-iam serve', 'npx cognito-iam check', 'npx cognito-iam explain']);
  });

  it.each(['cognito-iam.yaml', 'cognito-iam.yml', 'cognito-iam.json'])(
    'writes over no %s that is there',
    async (name) => {
      const folder = folderWith({ [name]: 'mine' });
      const terminal = collectingTerminal(folder);
      expect(await runCommand(['init'], terminal)).toBe(2);
      expect(terminal.told.join()).toContain(`${name} is there already`);
      expect(textIn(folder, name)).toBe('mine');
      expect(existsSync(join(folder, 'policies'))).toBe(false);
    },
  );

  it('writes over the configuration where it is told to, and never over a policy', async () => {
    const folder = folderWith({ 'cognito-iam.yml': 'old', 'policies/support.json': '{"Statement":[' });
    const terminal = collectingTerminal(folder);
    expect(await runCommand(['init', '--force'], terminal)).toBe(0);
    expect(textIn(folder, 'cognito-iam.yml')).toContain('account:');
    expect(textIn(folder, 'policies/support.json')).toBe('{"Statement":[');
    expect(terminal.printed).toContain('kept    policies/support.json');
    expect(terminal.told.join('\n')).toContain('policies/support.json:1:15  error  this is not JSON');
  });

  it.each([
    'node_modules/@cognito-iam/account/cognito-iam.schema.json',
    'node_modules/cognito-iam/bundle/cognito-iam.schema.json',
  ])('points editors to an installed schema, also further up: %s', async (schema) => {
    const folder = folderWith({ [schema]: '{}', 'app/package.json': '{}' });
    expect(await runCommand(['init'], collectingTerminal(join(folder, 'app')))).toBe(0);
    expect(textIn(folder, 'app/cognito-iam.yaml')).toContain(`$schema=../${schema}\n`);
    expect(existsSync(join(folder, 'app/cognito-iam.schema.json'))).toBe(false);
  });

  it('takes the roles of a template, and says what is to say of it', async () => {
    const role = '{ Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {}, RoleName: Deployed } }';
    const folder = folderWith({
      'template.yaml': `Parameters: { Stage: { Type: String } }\nResources:\n  Pool: { Type: AWS::Cognito::UserPool }\n  Role: ${role}\n`,
      'samconfig.toml':
        '[default.deploy.parameters]\nstack_name = "shop"\nparameter_overrides = "Stage=dev Old=1"\n',
    });
    const terminal = collectingTerminal(folder);
    expect(await runCommand(['init'], terminal)).toBe(0);
    expect(terminal.printed).toContain('found   template.yaml, stack shop');
    expect(terminal.told.join('\n')).toContain('`Old`');
    const { directory } = await loadAccount('cognito-iam.yaml', { folder });
    expect(directory.roles.map(({ name }) => name)).toEqual(['Deployed']);
    expect(existsSync(join(folder, 'policies'))).toBe(false);
    expect(terminal.printed.join('\n')).toContain(
      'check --as Deployed --action AdminDeleteUser --resource Pool\n',
    );
  });

  it('asks about a role whose name AWS makes up by its logical id', async () => {
    const terminal = collectingTerminal(
      folderWith({ 'template.yaml': stackWith().replace('RoleName: Support', 'Path: /') }),
    );
    expect(await runCommand(['init'], terminal)).toBe(0);
    const [, question = ''] = /(check --as .*)/.exec(terminal.printed.join('\n')) ?? [];
    expect(question).toBe('check --as Support --action AdminDeleteUser --resource UserPool');
    const answer = collectingTerminal(terminal.folder);
    expect(await runCommand(question.split(' '), answer)).toBe(1);
    expect(answer.printed.join()).toContain('role/template-Support-');
  });

  it('says what is wrong with a template that cannot be read', async () => {
    const terminal = collectingTerminal(folderWith({ 'template.yaml': 'Resources: [\n' }));
    expect(await runCommand(['init'], terminal)).toBe(0);
    expect(terminal.told.join('\n')).toMatch(/^template\.yaml:\d+:\d+ {2}error .*\(syntax\)$/m);
  });

  it('takes the roles of a plan of Terraform', async () => {
    const resource = {
      address: 'aws_iam_role.r',
      type: 'aws_iam_role',
      name: 'r',
      values: { name: 'Planned' },
    };
    const plan = {
      format_version: '1.2',
      planned_values: { root_module: { resources: [resource] } },
      configuration: {
        provider_config: { aws: { expressions: { region: { references: ['var.region'] } } } },
      },
      variables: { region: { value: 'eu-west-3' } },
    };
    const folder = folderWith({
      'shop.tfplan.json': JSON.stringify(plan),
      'plan.json': '{"of": "something else"}',
      'floorplan.json': JSON.stringify(plan),
    });
    const terminal = collectingTerminal(folder);
    expect([await runCommand(['init'], terminal), terminal.told]).toEqual([0, []]);
    expect(terminal.printed).toContain('found   shop.tfplan.json, a plan of Terraform');
    const { directory } = await loadAccount('cognito-iam.yaml', { folder });
    expect(directory.roles.map(({ name }) => name)).toEqual(['Planned']);
    // The policies are those that will be deployed.
    expect(existsSync(join(folder, 'policies'))).toBe(false);
    expect(terminal.printed[0]).toBe('region  eu-west-3, from shop.tfplan.json');
  });

  it.each([
    [{ constant_value: 'eu-west-2' }, 'eu-west-2'],
    [{ references: ['var.unknown'] }, undefined],
    [{ references: ['data.aws_region.current.name'] }, undefined],
    [undefined, undefined],
  ])('reads the region of a provider that says %j', (region, read) => {
    const provider_config = { aws: { expressions: { region } } };
    expect(planRegion({ configuration: { provider_config } })).toBe(read);
  });

  it('maps a group of a pool that there is', async () => {
    const folder = folderWith({
      '.cognito/db/local_1abC.json': '{"Options":{"Name":"web\\nshop"},"Groups":{"ad: mins":{}}}',
      '.cognito/db/clients.json': '{}',
      '.cognito/db/broken.json': '{',
    });
    const terminal = collectingTerminal(folder);
    expect(await runCommand(['init'], terminal)).toBe(0);
    expect(terminal.printed).toContain(
      'found   data of cognito-local in .cognito: broken (broken), local_1abC (web shop)',
    );
    const { roleMapping } = await loadAccount('cognito-iam.yaml', { folder });
    expect(roleMapping?.groups?.[0]?.group).toBe('ad: mins');
  });
});

describe('what init finds', () => {
  const found = (files: Readonly<Record<string, string>>, environment = {}) =>
    findProject({ folder: folderWith(files), environment });
  const template = '{ "Resources": { "Pool": { "Type": "AWS::Cognito::UserPool" } } }';

  it('templates, also of the CDK, without those that others nest', () => {
    const { templates } = found({
      'template.yaml': 'Resources: { A: { Type: AWS::IAM::Role } }',
      'template.json': '{ "of": "something else" }',
      'cdk.out/App.template.json': template,
      'cdk.out/AppNested1.nested.template.json': template,
      'cdk.out/manifest.json': '{}',
      'samconfig.toml':
        '[default.deploy.parameters]\nstack_name = "shop"\nparameter_overrides = "Stage=\\"dev\\" Size=2"\n',
    });
    expect(templates).toEqual([
      { file: 'template.yaml', stackName: 'shop', parameters: { Stage: 'dev', Size: '2' } },
      { file: 'cdk.out/App.template.json', parameters: {} },
    ]);
  });

  const stackOf = (properties: object, environment?: string): object => ({
    type: 'aws:cloudformation:stack',
    ...(environment !== undefined && { environment }),
    properties,
  });
  const manifest = {
    version: '48.0.0',
    artifacts: {
      'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
      App: stackOf(
        { templateFile: 'App.json', parameters: { Stage: 'dev', Count: 1 } },
        'aws://unknown-account/unknown-region',
      ),
      'assembly-Dev': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Dev' } },
      'assembly-Gone': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Gone' } },
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    },
  };
  const stage = {
    artifacts: {
      DevUsers: stackOf(
        { templateFile: 'DevUsers.template.json', stackName: 'dev-users' },
        'aws://111122223333/eu-west-1',
      ),
      ProdUsers: stackOf({ templateFile: 'ProdUsers.template.json' }, 'aws://444455556666/eu-west-1'),
      Again: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } },
    },
  };

  it.each(['cdk.out', 'build/out'])(
    'stacks that the manifest of the CDK names in %s, of one account and region',
    (output) => {
      const project = found({
        ...(output !== 'cdk.out' && {
          'cdk.json': JSON.stringify({ app: 'node app.js', output: `${output}/` }),
        }),
        [`${output}/manifest.json`]: JSON.stringify(manifest),
        [`${output}/App.json`]: template,
        [`${output}/Other.template.json`]: template,
        [`${output}/assembly-Dev/manifest.json`]: JSON.stringify({
          artifacts: { ...stage.artifacts, Again: undefined },
        }),
        [`${output}/assembly-Dev/DevUsers.template.json`]: template,
        [`${output}/assembly-Dev/ProdUsers.template.json`]: template,
      });
      expect(project.templates).toEqual([
        { file: `${output}/App.json`, stackName: 'App', parameters: { Stage: 'dev' } },
        { file: `${output}/assembly-Dev/DevUsers.template.json`, stackName: 'dev-users', parameters: {} },
      ]);
      expect(project.elsewhere).toEqual([`${output}/assembly-Dev/ProdUsers.template.json`]);
      expect([project.account, project.region]).toEqual([
        '111122223333',
        { region: 'eu-west-1', from: `${output}/manifest.json` },
      ]);
    },
  );

  it('an end of stages that hold themselves', () => {
    expect(
      found({ 'cdk.out/manifest.json': JSON.stringify(stage), 'cdk.out/DevUsers.template.json': template })
        .templates,
    ).not.toEqual([]);
  });

  it('and writes a configuration of what the CDK has made', async () => {
    const folder = folderWith({
      'cdk.out/manifest.json': JSON.stringify(stage),
      'cdk.out/DevUsers.template.json': JSON.stringify({
        Resources: { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'Dev' } } },
      }),
      'cdk.out/ProdUsers.template.json': template,
    });
    const terminal = collectingTerminal(folder);
    expect([await runCommand(['init'], terminal), terminal.told]).toEqual([0, []]);
    expect(terminal.printed).toContain(
      'left    cdk.out/ProdUsers.template.json out: it is deployed in another account or region',
    );
    const { directory, region } = await loadAccount('cognito-iam.yaml', { folder });
    expect([directory.account, region, directory.roles.map(({ name }) => name)]).toEqual([
      '111122223333',
      'eu-west-1',
      ['Dev'],
    ]);
  });

  const config = '[default]\nregion = eu-west-1\n[profile work]\noutput = json\nregion=eu-west-2\n';
  it.each([
    [{}, {}, 'us-east-1'],
    [{ AWS_REGION: 'eu-a', AWS_DEFAULT_REGION: 'eu-b' }, {}, 'eu-a'],
    [{ AWS_DEFAULT_REGION: 'eu-b' }, {}, 'eu-b'],
    [{ AWS_REGION: 'not a region' }, {}, 'us-east-1'],
    [{}, { 'samconfig.toml': "[default.global.parameters]\nregion = 'eu-c'\n" }, 'eu-c'],
    [{}, { 'samconfig.toml': '[production.deploy.parameters]\nregion = "eu-d"\n' }, 'us-east-1'],
    [{}, { '.aws/config': config }, 'eu-west-1'],
    [{ AWS_PROFILE: 'work' }, { '.aws/config': config }, 'eu-west-2'],
    [{ AWS_PROFILE: 'none' }, { '.aws/config': config }, 'us-east-1'],
  ])('the region with %j and %j', (environment, files, region) => {
    const folder = folderWith(files);
    expect(findProject({ folder, environment: { HOME: folder, ...environment } }).region.region).toBe(region);
  });

  it.each([
    ['parameter_overrides = ["A=b c", \'D="e"\']', { A: 'b', D: 'e' }],
    ['parameter_overrides = "A=\\"b c\\" D=https://x/?y=1"', { A: 'b c', D: 'https://x/?y=1' }],
    ['parameter_overrides = 3', {}],
  ])('parameters in %s', (line, parameters) => {
    expect(samSettings(`[default.deploy.parameters]\n${line}\n`).parameters).toEqual(parameters);
  });
});
