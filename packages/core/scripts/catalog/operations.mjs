import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { authorizationByHand, identifyingMembers } from './authorization.mjs';
import { operationSummaries } from './summaries.mjs';

const sdkExports = new Map(Object.entries(sdk));
const sdkRoot = dirname(
  createRequire(import.meta.url).resolve('@aws-sdk/client-cognito-identity-provider/package.json'),
);

const requestDocumentation = readdirSync(join(sdkRoot, 'dist-types/models'))
  .map((file) => readFileSync(join(sdkRoot, 'dist-types/models', file), 'utf8'))
  .join('\n');

/** One row for each operation of the SDK, in the order of the alphabet. Throws where the hand-written tables do not fit. */
export function readOperations() {
  // Never sends anything: the client is here for its table of authentication schemes.
  const { httpAuthSchemeProvider } = new sdk.CognitoIdentityProviderClient({ region: 'us-east-1' }).config;
  const names = [...sdkExports.keys()]
    .filter((name) => /^[A-Z]\w*Command$/.test(name))
    .map((name) => name.slice(0, -'Command'.length))
    .sort();
  const rows = names.map((operation) => {
    const [, , , , input] = sdkExports.get(`${operation}$`);
    // A structure's schema: kind, namespace, name, traits, member names (required ones first), members, count of required ones.
    const [, , , , members, , requiredCount = 0] = input();
    const documentation = readFileSync(join(sdkRoot, `dist-types/commands/${operation}Command.d.ts`), 'utf8');
    const requiredMembers = members.slice(0, requiredCount);
    const schemes = httpAuthSchemeProvider({ operation, region: 'us-east-1' }).map(
      ({ schemeId }) => schemeId,
    );
    const signed = schemes.includes('aws.auth#sigv4');
    const authorization = authorizationOf(operation, signed, requiredMembers, documentation);
    const summary = operationSummaries.get(operation);
    if (summary === undefined) {
      throw new Error(`operation \`${operation}\` has no summary: add one to scripts/catalog/summaries.mjs`);
    }
    return {
      operation,
      authorization,
      signed,
      resourceFrom: authorization === 'iam' ? resourceFrom(members) : undefined,
      requiredMembers,
      identifyingMembers: members.filter((member) => identifyingMembers.has(member)),
      // Pages of administrators' operations speak of the scope as well; only a caller with an access token needs it.
      userAdminScope:
        authorization.startsWith('accessToken') &&
        `${documentation}${requestOf(operation)}`.includes('aws.cognito.signin.user.admin'),
      errors: errorsOf(documentation),
      summary,
    };
  });
  refuseLeftovers('authorization.mjs', authorizationByHand, names);
  refuseLeftovers('summaries.mjs', operationSummaries, names);
  return rows;
}

function authorizationOf(operation, signed, requiredMembers, documentation) {
  // The sentence is broken over several comment lines.
  const ignoresIam = /doesn't\s+evaluate\s+Identity\s+and\s+Access\s+Management/.test(
    documentation.replaceAll(/\n \*/g, ' '),
  );
  const derived =
    signed && !ignoresIam
      ? 'iam'
      : !signed && requiredMembers.includes('AccessToken')
        ? 'accessToken'
        : undefined;
  const byHand = authorizationByHand.get(operation);
  if (derived === undefined && byHand === undefined) {
    throw new Error(
      `operation \`${operation}\` is ${signed ? 'signed but not subject to IAM' : 'unsigned and requires no access token'}: ` +
        'say how AWS authorizes it in scripts/catalog/authorization.mjs',
    );
  }
  if (derived !== undefined && byHand !== undefined) {
    throw new Error(
      `operation \`${operation}\` is known to be \`${derived}\`: remove it from scripts/catalog/authorization.mjs`,
    );
  }
  return derived ?? byHand;
}

function resourceFrom(members) {
  if (members.includes('ResourceArn')) return 'ResourceArn';
  return members.includes('UserPoolId') ? 'UserPoolId' : '*';
}

function requestOf(operation) {
  const start = requestDocumentation.indexOf(`export interface ${operation}Request {`);
  if (start === -1) throw new Error(`the SDK documents no request of operation \`${operation}\``);
  return requestDocumentation.slice(start, requestDocumentation.indexOf('\n}', start));
}

function errorsOf(documentation) {
  const names = [...documentation.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name]) => name);
  return names.filter((name) => name !== 'CognitoIdentityProviderServiceException');
}

/** A row of a hand-written table that names nothing is a misprint, or older than the SDK. */
export function refuseLeftovers(file, table, names) {
  for (const name of table.keys()) {
    if (!names.includes(name))
      throw new Error(`\`${name}\` in scripts/catalog/${file} no longer exists: remove it`);
  }
}
