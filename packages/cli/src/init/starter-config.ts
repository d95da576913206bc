import type { FoundProject, FoundTemplate } from './found-project.js';

/** The account that a new configuration has: the one of AWS's own examples. */
export const starterAccount = '123456789012';

/** Where the first policy is written. */
export const starterPolicyFile = 'policies/support.json';

/** A commented configuration for what was found; `schema` is what editors complete it by. */
export function starterConfig(project: FoundProject, schema: string): string {
  const { account = starterAccount, region, templates, plans } = project;
  const described = templates.length + plans.length > 0;
  return `# yaml-language-server: $schema=${schema}
#
# An AWS account as IAM sees it, and the gateway that asks it in front of an emulator of Cognito.
# \`cognito-iam serve\` runs the gateway, \`cognito-iam check\` asks for one decision. Paths count from this folder.

# The account in ARNs: yours, where policies name it.
account: '${account}'
# From ${region.from}.
region: ${region.region}

# \`enforce\` refuses as AWS does; \`audit\` lets through and logs what \`enforce\` would have refused.
mode: enforce

# Where clients find the gateway: AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=http://localhost:9230
listen:
  port: 9230

${upstream(project)}
${sources(templates)}${planSources(plans)}${described ? commented(roles) : roles}

# How tokens become roles: by the groups of the user pool that they name.
${described ? commented(roleMappingOf(project)) : roleMappingOf(project)}

# Users whose access keys sign requests. The secrets are made up here: never write those of an AWS account.
users:
  developer:
    managedPolicies: [AmazonCognitoPowerUser]
    accessKeys:
      - accessKeyId: AKIALOCALDEVELOPER
        secretAccessKey: local-secret-of-developer

# Every decision, in the shape of CloudTrail's records: what \`cognito-iam generate\` reads.
# auditLog: audit.jsonl
`;
}

const roles = `# Roles, with policies from files and AWS's managed ones.
roles:
  Support:
    inlinePolicies:
      HelpUsers: { file: ${starterPolicyFile} }
    # managedPolicies: [AmazonCognitoReadOnly]`;

function commented(yaml: string): string {
  return yaml.replace(/^(?!#)/gm, '# ').replace(/ +$/gm, '');
}

/** A first policy: to look at users, and no more. */
export function starterPolicy({ account = starterAccount, region }: FoundProject): string {
  const pools = `arn:aws:cognito-idp:${region.region}:${account}:userpool/*`;
  const statement = {
    Sid: 'LookAtUsers',
    Effect: 'Allow',
    Action: ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'],
    Resource: pools,
  };
  return `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2)}\n`;
}

function upstream({ emulatorData, pools }: FoundProject): string {
  const data = emulatorData ? 'whose data is in .cognito here' : 'which keeps its data in .cognito here';
  const found = pools.map(({ id, name, groups }) => {
    const list = groups.length === 0 ? '' : `, with the groups ${groups.join(', ')}`;
    return `# It has the pool ${oneLine(id)} (${oneLine(name)})${oneLine(list)}.\n`;
  });
  return `# What stands behind it: cognito-local, ${data}. A server that runs already is named
# by its address, and then \`issuers\` says whose tokens are believed.
${found.join('')}upstream: cognito-local
`;
}

function sources(templates: readonly FoundTemplate[]): string {
  if (templates.length === 0) return '';
  const entries = templates.map(({ file, stackName, parameters }) => {
    const given = Object.entries(parameters).map(([name, value]) => `\n      ${name}: ${quoted(value)}`);
    return [
      `  - file: ${quoted(file)}`,
      ...(stackName === undefined ? [] : [`    stackName: ${quoted(stackName)}`]),
      given.length === 0 ? '    # parameters: { Stage: dev }' : `    parameters:${given.join('')}`,
      '    # pools: { UserPool: local_1abC } says which local pool stands for one of the template.',
    ].join('\n');
  });
  const lines = ['# Roles, policies and pools of what will be deployed.', 'templates:', ...entries];
  return `${lines.join('\n')}\n\n`;
}

function planSources(plans: readonly string[]): string {
  if (plans.length === 0) return '';
  const entries = plans.flatMap((file) => [
    `  - file: ${quoted(file)}`,
    '    # pools: { aws_cognito_user_pool.main: local_1abC } says which local pool stands for one of the plan.',
  ]);
  const lines = [
    '# Roles, policies and pools of plans, as `terraform show -json` prints them.',
    'terraform:',
    ...entries,
  ];
  return `${lines.join('\n')}\n\n`;
}

function roleMappingOf({ pools }: FoundProject): string {
  const groups = pools.flatMap((pool) => pool.groups);
  const group = groups.includes('support') ? 'support' : (groups[0] ?? 'support');
  return `roleMapping:
  groups:
    - { group: ${quoted(group)}, role: Support, precedence: 1 }
  ambiguousRoleResolution: Deny
  sessionName: { claim: ['cognito:username', username] }`;
}

/** YAML that means this text: plain where that is safe. */
function quoted(text: string): string {
  const plain = /^[A-Za-z][\w./-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
