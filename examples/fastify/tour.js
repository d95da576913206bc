// Two users of IAM call the mock with the AWS SDK. Argument: where the mock is.
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';

const endpoint = process.argv[2] ?? 'http://127.0.0.1:4570';
const client = (accessKeyId) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'made-up-secret' },
  });
const callers = new Map([
  ['ann', client('AKIAEXAMPLEADMIN0001')],
  ['sue', client('AKIAEXAMPLESUPPORT01')],
]);
const UserPoolId = 'us-east-1_Example';

for (const [who, command] of [
  ['ann', new AdminCreateUserCommand({ UserPoolId, Username: 'carol' })],
  ['sue', new ListUsersCommand({ UserPoolId })],
  ['sue', new AdminDeleteUserCommand({ UserPoolId, Username: 'carol' })],
  ['ann', new AdminDeleteUserCommand({ UserPoolId, Username: 'carol' })],
]) {
  const operation = command.constructor.name.replace(/Command$/, '');
  const said = await callers
    .get(who)
    .send(command)
    .then(
      () => 'allowed',
      (error) => `${error.name}: ${error.message}`,
    );
  console.log(`${who}: ${operation}: ${said}`);
}
