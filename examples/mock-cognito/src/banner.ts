import { styleText } from 'node:util';
import {
  account,
  authenticatedRole,
  clientId,
  confirmationCode,
  groupRoles,
  poolId,
  region,
  type SeededUser,
  users,
} from './account.js';
import { formatTable } from './table.js';

/** What the banner tells of a running mock. */
export interface BannerFacts {
  readonly endpoint: string;
  /** Path of the data folder. */
  readonly folder: string;
  /** Whether the output may have colours. */
  readonly colour: boolean;
}

/** What is printed once the mock is ready: where it is, who may do what, and lines to copy. */
export function formatBanner({ endpoint, folder, colour }: BannerFacts): string {
  const heading = (text: string): string => (colour ? styleText('bold', text) : text);
  return [
    heading('A local Cognito that asks IAM'),
    ...indent(
      formatTable([
        ['mode', 'enforce: what no policy allows is refused'],
        ['endpoint', endpoint],
        ['region', region],
        ['account', account],
        ['user pool', poolId],
        ['app client', clientId],
        ['data', `${folder} (delete it to begin anew)`],
        ['codes', `${confirmationCode}, whenever Cognito would send one; nothing is sent`],
      ]),
    ),
    '',
    heading('Who may do what (examples/mock-cognito/policies)'),
    ...indent(
      formatTable([['user', 'password', 'group', 'role', 'may do'], ...users.map((user) => rightsRow(user))]),
    ),
    '',
    heading('Sign in: paste one of these into another terminal'),
    ...indent(users.slice(0, 3).flatMap((user) => [`as ${user.username}`, signInLine(endpoint, user)])),
    '',
    heading('Then ask for something'),
    `  ${callLine(endpoint, 'ListUsers', { UserPoolId: poolId })}`,
    `  ${callLine(endpoint, 'AdminDeleteUser', { UserPoolId: poolId, Username: 'dave' })}`,
    '',
    heading('The same from JavaScript'),
    ...indent(sdkLines(endpoint)),
    '',
    'Stop with Ctrl-C. Every decision is written below.',
  ].join('\n');
}

function rightsRow({ username, password, group, rights }: SeededUser): readonly string[] {
  const role = groupRoles.find((row) => row.group === group)?.role ?? authenticatedRole;
  return [username, password, group ?? '-', role, rights];
}

/** A shell line that signs a user in and keeps the access token in `TOKEN`. */
function signInLine(endpoint: string, { username, password }: SeededUser): string {
  const input = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  };
  return `export TOKEN=$(${curl(endpoint, 'InitiateAuth', input)} | sed 's/.*"AccessToken":"\\([^"]*\\)".*/\\1/')`;
}

/** A shell line that calls an operation with that token. */
function callLine(endpoint: string, operation: string, input: Readonly<Record<string, unknown>>): string {
  return `${curl(endpoint, operation, input)} -H "authorization: Bearer $TOKEN" -w '\\n'`;
}

function curl(endpoint: string, operation: string, input: Readonly<Record<string, unknown>>): string {
  const target = `AWSCognitoIdentityProviderService.${operation}`;
  return `curl -s ${endpoint} -H 'content-type: application/x-amz-json-1.1' -H 'x-amz-target: ${target}' -d '${JSON.stringify(input)}'`;
}

function sdkLines(endpoint: string): readonly string[] {
  return [
    "import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';",
    'const client = new CognitoIdentityProviderClient({',
    `  endpoint: '${endpoint}',`,
    `  region: '${region}',`,
    "  credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },",
    '});',
    'const bearer = (next) => (args) => {',
    '  args.request.headers.authorization = `Bearer ${process.env.TOKEN}`;',
    '  return next(args);',
    '};',
    "client.middlewareStack.add(bearer, { step: 'finalizeRequest', priority: 'low' });",
    `console.log(await client.send(new ListUsersCommand({ UserPoolId: '${poolId}' })));`,
  ];
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
