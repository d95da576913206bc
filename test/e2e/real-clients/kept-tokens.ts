import { clientId, type Tokens } from './pool.js';

/** A store in memory for Amplify and for amazon-cognito-identity-js, which name what they keep alike. */
export class KeptTokens {
  readonly #items = new Map<string, string>();

  /** Puts alice's tokens where a sign-in would. */
  keep({ access, id, refresh }: Tokens): void {
    const prefix = `CognitoIdentityServiceProvider.${clientId}`;
    this.#items.set(`${prefix}.LastAuthUser`, 'alice');
    this.#items.set(`${prefix}.alice.accessToken`, access);
    this.#items.set(`${prefix}.alice.idToken`, id);
    this.#items.set(`${prefix}.alice.refreshToken`, refresh);
    this.#items.set(`${prefix}.alice.clockDrift`, '0');
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
  clear(): void {
    this.#items.clear();
  }
}
