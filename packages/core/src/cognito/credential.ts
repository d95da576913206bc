import type { Caller } from './principal.js';

/** What a {@link Credential} is made of. */
export interface CredentialParts {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials have one, access keys do not. */
  readonly sessionToken?: string | undefined;
  readonly active: boolean;
  readonly expiration: Date | null;
  readonly caller: Caller;
}

/**
 * What a client signs with: an access key of a user or of the root user, or the temporary credentials of a session.
 * Immutable. Its secrets are private, so that printing it, or a directory, does not print them.
 */
export class Credential {
  readonly accessKeyId: string;
  /** Whether AWS would take it; a key that was deactivated is not taken. */
  readonly active: boolean;
  /** Milliseconds since 1970, from which on it is not taken any more; `undefined` for never. */
  readonly expiresAt: number | undefined;
  /** Whom it stands for: the same object for the whole life of the directory, so that caches can go by identity. */
  readonly caller: Caller;
  readonly #secretAccessKey: string;
  readonly #sessionToken: string | undefined;

  constructor(parts: CredentialParts) {
    this.accessKeyId = parts.accessKeyId;
    this.active = parts.active;
    this.expiresAt = parts.expiration?.getTime();
    this.caller = parts.caller;
    this.#secretAccessKey = parts.secretAccessKey;
    this.#sessionToken = parts.sessionToken;
    Object.freeze(this);
  }

  /** For signing alone: never to be printed. */
  get secretAccessKey(): string {
    return this.#secretAccessKey;
  }

  /** The token that requests with temporary credentials carry; `undefined` for access keys. Never to be printed. */
  get sessionToken(): string | undefined {
    return this.#sessionToken;
  }
}
