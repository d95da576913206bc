// Three identities call the gateway with the AWS SDK: a deployer who signs with an access key, a support agent with the
// token of a user pool, and somebody without credentials. Argument or ENDPOINT: where the gateway is.
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';

const endpoint = process.argv[2] ?? process.env.ENDPOINT ?? 'http://127.0.0.1:9230';
const client = (credentials) =>
  new CognitoIdentityProviderClient({ endpoint, region: 'us-east-1', credentials });

// The keys are in cognito-iam.yaml.
const deployer = client({
  accessKeyId: 'AKIAEXAMPLEDEPLOYER1',
  secretAccessKey: 'made-up-secret-of-the-example',
});
const nobody = client({ accessKeyId: 'unknown', secretAccessKey: 'unknown' });

/** Tries a call and prints how it ended. */
async function attempt(who, caller, command) {
  const operation = command.constructor.name.replace(/Command$/, '');
  try {
    const answer = await caller.send(command);
    console.log(`${who}: ${operation}: allowed`);
    return answer;
  } catch (error) {
    console.log(`${who}: ${operation}: ${error.name}: ${error.message}`);
    return undefined;
  }
}

const made = await attempt(
  'deployer',
  deployer,
  new CreateUserPoolCommand({
    PoolName: 'tour',
    UserPoolTags: { stage: 'development' },
  }),
);
if (made === undefined) process.exit(1);
const UserPoolId = made.UserPool.Id;
const { UserPoolClient } = await deployer.send(
  new CreateUserPoolClientCommand({
    UserPoolId,
    ClientName: 'tour',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  }),
);
const { ClientId } = UserPoolClient;
await deployer.send(new CreateGroupCommand({ UserPoolId, GroupName: 'Support' }));
const Password = 'Made-up-2026';
const [agent, customer] = ['bob@example.com', 'carol@example.com'];
for (const Username of [agent, customer]) {
  await deployer.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await deployer.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
}
await deployer.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: agent, GroupName: 'Support' }));

const signedIn = await attempt(
  'nobody',
  nobody,
  new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId,
    AuthParameters: { USERNAME: agent, PASSWORD: Password },
  }),
);
const sessionToken = signedIn?.AuthenticationResult?.AccessToken;
// The token is the credential: the keys beside it are made up.
const bob = client({ accessKeyId: 'any', secretAccessKey: 'any', sessionToken });

await attempt('nobody', nobody, new ListUsersCommand({ UserPoolId }));
await attempt('bob', bob, new ListUsersCommand({ UserPoolId }));
await attempt('bob', bob, new AdminDisableUserCommand({ UserPoolId, Username: customer }));
await attempt('bob', bob, new AdminDeleteUserCommand({ UserPoolId, Username: customer }));
await attempt('deployer', deployer, new AdminDeleteUserCommand({ UserPoolId, Username: customer }));
