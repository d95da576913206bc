import {
  boolean,
  invalid,
  listOf,
  type OptionReader,
  oneOf,
  optional,
  optionsOf,
  pointer,
  text,
} from '../options.js';
import { type AttachedPolicies, attachedPoliciesReaders } from './attached-policies-options.js';
import { tags } from './tags.js';

/** An access key: long-term credentials of a user, or of the root user. */
export interface AccessKeyOptions {
  /** `AKIA…` in AWS; letters, digits and `_.-` are taken here. No two credentials share one. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `Active` by default; requests with an `Inactive` key are refused. */
  readonly status?: 'Active' | 'Inactive';
}

/** The root user of the account. */
export interface RootOptions {
  readonly accessKeys?: readonly AccessKeyOptions[];
}

/**
 * Temporary credentials, as AWS STS gives them: of a session of a `role` (AssumeRole), or of a `user`
 * (GetSessionToken), whose policies and tags they share.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access.html
 */
export interface SessionCredentialsOptions {
  /** Name or ARN of the role. Either this or `user`. */
  readonly role?: string;
  /** The last part of the session's ARN; a role's session needs one. */
  readonly sessionName?: string;
  /** Name or ARN of the user. Either this or `role`. */
  readonly user?: string;
  /** `ASIA…` in AWS. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** When they expire: a date, or text in ISO 8601; `null` for never, which start-up logs. */
  readonly expiration: Date | string | null;
  /** The value of `aws:TokenIssueTime`; 1970 if left out, so that a policy which revokes older sessions denies it. */
  readonly tokenIssueTime?: Date | string;
  /** Policies that limit a role's session to what they allow. */
  readonly sessionPolicies?: AttachedPolicies;
  /** Session tags of a role's session; they replace tags of the role with the same key. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The value of `aws:SourceIdentity`, for a role's session. */
  readonly sourceIdentity?: string;
  /**
   * The value of `aws:MultiFactorAuthPresent`: `false` by default. `aws:MultiFactorAuthAge` is missing unless the
   * authorizer's `context` gives it.
   */
  readonly mfa?: boolean;
}

/** {@link SessionCredentialsOptions} as they are read: with dates for their texts. */
export interface ReadSessionCredentials
  extends Omit<SessionCredentialsOptions, 'expiration' | 'tokenIssueTime'> {
  readonly expiration: Date | null;
  readonly tokenIssueTime?: Date;
}

// Without the signs that divide an Authorization header.
const accessKeyId: OptionReader<string> = (value, path) => {
  const id = text(value, path);
  if (/^[\w.-]{1,128}$/.test(id)) return id;
  throw invalid(path, 'expected an access key id: up to 128 letters, digits and `_.-`');
};

/** The message must not show the value, whatever it is. */
const secret: OptionReader<string> = (value, path) => {
  if (typeof value !== 'string' || value === '') throw invalid(path, 'expected a string that is not empty');
  // A client sends a session token in a header, where white space around it is lost.
  if (value !== value.trim()) throw invalid(path, 'expected a string without white space around it');
  return value;
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const sessionName: OptionReader<string> = (value, path) => {
  const name = text(value, path);
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw invalid(path, `\`${name}\` is not what STS takes: 2 to 64 letters, digits and \`+=,.@_-\``);
};

const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function timeOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'string' && isoDate.test(value) ? Date.parse(value) : Number.NaN;
}

const date: OptionReader<Date> = (value, path) => {
  const time = timeOf(value);
  if (!Number.isNaN(time)) return new Date(time);
  throw invalid(path, 'expected a date, or text in ISO 8601 such as `2030-01-31T12:00:00Z`');
};

const expiration: OptionReader<Date | null> = (value, path) => {
  if (value === null) return null;
  const time = timeOf(value);
  if (!Number.isNaN(time)) return new Date(time);
  const dates = 'a date, text in ISO 8601 such as `2030-01-31T12:00:00Z`';
  throw invalid(path, `expected ${dates}, or \`null\` for never, got a ${typeof value}`);
};

/** Reads the access keys of a user or the root user. */
export const accessKeys: OptionReader<readonly AccessKeyOptions[]> = listOf(
  optionsOf<AccessKeyOptions>({
    accessKeyId,
    secretAccessKey: secret,
    status: optional(oneOf('Active', 'Inactive')),
  }),
);

const session: OptionReader<ReadSessionCredentials> = optionsOf<ReadSessionCredentials>({
  role: optional(text),
  sessionName: optional(sessionName),
  user: optional(text),
  accessKeyId,
  secretAccessKey: secret,
  sessionToken: secret,
  expiration,
  tokenIssueTime: optional(date),
  sessionPolicies: optional(optionsOf<AttachedPolicies>(attachedPoliciesReaders)),
  tags: optional(tags),
  sourceIdentity: optional(sessionName),
  mfa: optional(boolean),
});

const ofRolesAlone = ['sessionName', 'sessionPolicies', 'tags', 'sourceIdentity'] as const;

/** Reads temporary credentials. */
export const sessions: OptionReader<readonly ReadSessionCredentials[]> = listOf((value, path) => {
  const read = session(value, path);
  if ((read.role === undefined) === (read.user === undefined)) {
    throw invalid(path, 'expected either `role` or `user`: whose session it is');
  }
  if (read.role !== undefined && read.sessionName === undefined) {
    throw invalid(pointer(path, 'sessionName'), "a role's session needs a `sessionName`");
  }
  const misplaced = ofRolesAlone.find((name) => read.user !== undefined && read[name] !== undefined);
  if (misplaced !== undefined) {
    throw invalid(pointer(path, misplaced), `\`${misplaced}\` belongs to a role's session, not to a user's`);
  }
  return read;
});
