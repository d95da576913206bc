import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientId, region, type SeededUser } from './account.js';

/** The tokens of a sign-in. */
export interface Tokens {
  readonly access: string;
  readonly id: string;
}

/** A client without credentials, which is enough for sign-up, sign-in and whatever an access token authorizes. */
export function createAnonymousClient(endpoint: string): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({ endpoint, region });
}

/** A client whose calls carry a JWT. The SDK insists on credentials for these calls and signs them; the JWT then takes the signature's place. */
export function createBearerClient(endpoint: string, token: string): CognitoIdentityProviderClient {
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
  });
  client.middlewareStack.add(
    (next) => (args) => {
      setAuthorization(args.request, `Bearer ${token}`);
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'bearerToken' },
  );
  return client;
}

/** Signs a user in with name and password. */
export async function signIn(endpoint: string, { username, password }: SeededUser): Promise<Tokens> {
  const client = createAnonymousClient(endpoint);
  const answer = await client.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  client.destroy();
  const { AccessToken, IdToken } = answer.AuthenticationResult ?? {};
  if (AccessToken === undefined || IdToken === undefined) throw new Error(`${username} got no tokens`);
  return { access: AccessToken, id: IdToken };
}

function setAuthorization(request: unknown, value: string): void {
  if (typeof request !== 'object' || request === null || !('headers' in request)) return;
  const { headers } = request;
  if (typeof headers === 'object' && headers !== null) Object.assign(headers, { authorization: value });
}
