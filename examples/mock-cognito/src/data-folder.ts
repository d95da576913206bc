import { generateKeyPairSync } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clientId, poolArn, poolId } from './account.js';
import { StartError } from './start-error.js';

/** Where things are in a data folder. The emulator's own part, `.cognito`, is laid out as cognito-local wants it. */
export interface DataFolder {
  readonly path: string;
  /** The private key that signs the tokens (PEM). */
  readonly signingKey: string;
  /** Exists once the users and groups have been seeded. */
  readonly seeded: string;
}

/**
 * Creates what a data folder needs before the emulator can start, and leaves alone what is there; only the
 * tokens' issuer is written each time, since it names the port.
 */
export async function prepareDataFolder(path: string, issuerDomain: string): Promise<DataFolder> {
  const folder = { path, signingKey: join(path, 'signing-key.pem'), seeded: join(path, 'seeded') };
  const database = join(path, '.cognito', 'db');
  await mkdir(database, { recursive: true });
  await createFile(folder.signingKey, newSigningKey, 0o600);
  if (!(await exists(folder.seeded))) {
    // cognito-local takes an empty file for a new user pool that is named after the file. Its API would pick
    // another id on every machine.
    await createFile(join(database, `${poolId}.json`), () => '{}');
    await createFile(join(database, 'clients.json'), () => toJson({ Clients: { [clientId]: appClient() } }));
  }
  await writeSettings(join(path, '.cognito', 'config.json'), issuerDomain);
  return folder;
}

/** Whether a file is there. */
export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function createFile(file: string, content: () => string, mode = 0o644): Promise<void> {
  if (!(await exists(file))) await writeFile(file, content(), { mode });
}

function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function appClient(): Readonly<Record<string, unknown>> {
  const now = new Date().toISOString();
  return {
    ClientId: clientId,
    ClientName: 'local-web',
    UserPoolId: poolId,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    AccessTokenValidity: 1,
    IdTokenValidity: 1,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' },
    CreationDate: now,
    LastModifiedDate: now,
  };
}

/** Keeps whatever settings of cognito-local somebody has added, Lambda triggers for instance. */
async function writeSettings(file: string, issuerDomain: string): Promise<void> {
  const settings: Record<string, unknown> = (await exists(file))
    ? parseSettings(await readFile(file, 'utf8'), file)
    : { UserPoolDefaults: { Name: 'local', Arn: poolArn, UsernameAttributes: [] } };
  await writeFile(file, toJson({ ...settings, TokenConfig: { IssuerDomain: issuerDomain } }));
}

function parseSettings(text: string, file: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    throw new StartError(`${file} is not JSON: mend it, or delete it to have it written anew`);
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
