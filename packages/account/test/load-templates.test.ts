import { describe, expect, it } from 'vitest';
import { AccountError, formatFinding, formatPlace, loadAccount } from '../src/index.js';
import { folderWith } from './folder-with.js';

const stack = `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties: { UserPoolName: web, UserPoolTags: { env: dev, team: a } }
  Admin:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Admin
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: All
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{ Effect: Allow, Action: 'cognito-idp:*', Resource: !GetAtt Pool.Arn }]
  Admins:
    Type: AWS::Cognito::UserPoolGroup
    Properties: { UserPoolId: !Ref Pool, GroupName: admins, RoleArn: !GetAtt Admin.Arn, Precedence: 1 }
`;
const head = "account: '123456789012'\nregion: us-east-1\n";
const load = (
  files: Readonly<Record<string, string>>,
  localPools?: readonly { id: string; name: string }[],
) =>
  loadAccount('cognito-iam.yaml', {
    folder: folderWith(files),
    ...(localPools !== undefined && { localPools }),
  });

async function faultsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const error: unknown = await load(files).catch((thrown: unknown) => thrown);
  if (error instanceof AccountError) return error.findings.map(formatFinding);
  throw new Error('it was read');
}

describe('a configuration with a template', () => {
  it('has its roles, its groups and its pool, which is the local one of its name', async () => {
    const config = `${head}resourceTags: { local_1: { env: test } }\ntemplates: [{ file: stack.yaml }]\n`;
    const account = await load({ 'cognito-iam.yaml': config, 'stack.yaml': stack }, [
      { id: 'local_1', name: 'web' },
    ]);
    expect(account.directory.role('Admin')?.arn).toBe('arn:aws:iam::123456789012:role/Admin');
    const groups = [{ group: 'admins', role: 'arn:aws:iam::123456789012:role/Admin', precedence: 1 }];
    expect(account.roleMapping).toEqual({ ambiguousRoleResolution: 'Deny', groups });
    expect(account.poolRoleMappings.get('local_1')).toEqual(account.roleMapping);
    expect(account.resourceTags).toEqual({ local_1: { env: 'test', team: 'a' } });
    const place = account.policyPlaces.get('/roles/Admin/inlinePolicies/All')?.('/Statement/0');
    expect(place && formatPlace(place)).toBe('stack.yaml:14:25');
  });

  it('gives an issuer the mapping of its pool', async () => {
    const issuer =
      '{ issuer: http://localhost:9229/local_1, audience: null, jwks: http://localhost:9229/keys }';
    const config = `${head}issuers: [${issuer}]\ntemplates: [{ file: stack.yaml, pools: { Pool: local_1 } }]\n`;
    const { config: read } = await load({ 'cognito-iam.yaml': config, 'stack.yaml': stack });
    expect(read.issuers?.[0]?.roleMapping?.groups).toHaveLength(1);
  });

  it('is refused where both define a role', async () => {
    const config = `${head}roles: { Admin: {} }\ntemplates: [{ file: stack.yaml }]\n`;
    const [said = ''] = await faultsOf({ 'cognito-iam.yaml': config, 'stack.yaml': stack });
    expect(said).toMatch(
      /^stack\.yaml:\d+:\d+ {2}error {2}the role `Admin` is defined here and at cognito-iam\.yaml:3:10/,
    );
  });

  it('says of a template that is not there, and not of what it would define', async () => {
    const config = `${head}templates: [{ file: stack.yaml }]\nroleMapping: { authenticatedRole: Admin, ambiguousRoleResolution: Deny }\n`;
    expect(await faultsOf({ 'cognito-iam.yaml': config })).toEqual([
      'cognito-iam.yaml:3:15  error  `stack.yaml` cannot be read: there is no such file  (unreadable-file)',
    ]);
  });

  it('says where a group is whose role is in no source', async () => {
    const config = `${head}templates: [{ file: stack.yaml }]\n`;
    const other = stack.replace(
      'RoleArn: !GetAtt Admin.Arn',
      'RoleArn: arn:aws:iam::123456789012:role/Other',
    );
    const said = await faultsOf({ 'cognito-iam.yaml': config, 'stack.yaml': other });
    expect(said.find((line) => line.includes('Other'))).toMatch(/^stack\.yaml:1[5-7]:\d+ {2}error/);
  });

  it('says where a pool is whose tags cannot be', async () => {
    const config = `${head}templates: [{ file: stack.yaml }]\n`;
    const said = await faultsOf({
      'cognito-iam.yaml': config,
      'stack.yaml': stack.replace('team: a', 'team: "a,b"'),
    });
    expect(said.find((line) => line.includes('/team'))).toMatch(/^stack\.yaml:[2-4]:\d+ {2}error/);
  });
});
