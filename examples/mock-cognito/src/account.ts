/** The AWS region that the mock pretends to be in; it is part of every ARN. */
export const region = 'us-east-1';

/** The account that owns the user pool and the roles. */
export const account = '123456789012';

/** The user pool's id: the same on every machine, so that policies and code may name it. */
export const poolId = 'us-east-1_LocalDemo';

/** The app client's id: the same on every machine. */
export const clientId = 'localwebclient';

/** The user pool's ARN, as policies name it. */
export const poolArn: string = `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId}`;

/** Tags of the user pool: what `aws:ResourceTag/…` holds. The emulator has no tag operations. */
export const poolTags: Readonly<Record<string, string>> = { stage: 'development' };

/** Every code that would be sent by mail or SMS, since nothing is sent. */
export const confirmationCode = '123456';

/** Somebody in the user pool. */
export interface SeededUser {
  readonly username: string;
  readonly password: string;
  /** The user pool group; `undefined` for somebody in no group. */
  readonly group: string | undefined;
  /** What the banner says about the user's rights. */
  readonly rights: string;
}

/** The users of a fresh data folder. */
export const users: readonly SeededUser[] = [
  {
    username: 'alice',
    password: 'Alice-2026',
    group: 'Administrators',
    rights: 'everything on the user pool',
  },
  {
    username: 'bob',
    password: 'Bob-2026',
    group: 'Support',
    rights: 'looks users up, disables and enables them, never deletes',
  },
  {
    username: 'carol',
    password: 'Carol-2026',
    group: undefined,
    rights: 'nothing but her own account',
  },
  {
    username: 'dave',
    password: 'Dave-2026',
    group: undefined,
    rights: 'nothing but his own account',
  },
];

/** User pool group → IAM role. */
export const groupRoles: readonly { readonly group: string; readonly role: string }[] = [
  { group: 'Administrators', role: 'Administrator' },
  { group: 'Support', role: 'Support' },
];

/** The role of everybody who signed in and is in none of those groups. It has no policy. */
export const authenticatedRole = 'Authenticated';
