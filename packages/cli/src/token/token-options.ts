import { UserError } from '../user-error.js';
import type { DevelopmentAlgorithm } from './development-key.js';

/** The options of `token`, as commander gives them. */
export interface TokenOptions {
  readonly config?: string;
  /** `true` where no file is named. */
  readonly init?: string | true;
  readonly algorithm?: DevelopmentAlgorithm;
  readonly role?: string;
  readonly group?: readonly string[];
  readonly claim?: readonly string[];
  readonly pool?: string;
  readonly user: string;
  readonly client: string;
  readonly use: 'id' | 'access';
  readonly expires: string;
}

/** Claims that follow from other options, or that make a token what it is. */
const ownClaims: ReadonlyMap<string, string> = new Map([
  ['iss', '--pool'],
  ['aud', '--client'],
  ['client_id', '--client'],
  ['token_use', '--use'],
  ['exp', '--expires'],
  ['iat', '--expires'],
  ['nbf', '--expires'],
  ['auth_time', '--expires'],
  ['cognito:groups', '--group'],
  ['cognito:roles', '--role'],
  ['cognito:preferred_role', '--role'],
  ['cognito:username', '--user'],
  ['username', '--user'],
]);

/** Claims that user pools write as `true` or `false`, not as text. */
const booleans: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified']);

/** The claims that pairs such as `email=ann@example.com` name; throws a {@link UserError} for others. */
export function claimsOf(pairs: readonly string[] = []): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const name = pair.slice(0, Math.max(at, 0)).trim();
      const value = pair.slice(at + 1);
      if (name === '')
        throw new UserError(`\`${pair}\` is no claim: expected one such as email=ann@example.com`);
      const option = ownClaims.get(name);
      if (option !== undefined) throw new UserError(`the claim \`${name}\` follows from ${option}`);
      return [name, booleans.has(name) ? value === 'true' : value];
    }),
  );
}

/** The seconds of `90s`, `5m`, `1h`, up to the day that tokens of user pools live at most; throws a {@link UserError}. */
export function lifetimeOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const units = new Map([
    ['s', 1],
    ['m', 60],
    ['h', 3600],
    ['d', 86_400],
  ]);
  const seconds = Number(number) * (units.get(unit) ?? 0);
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new UserError(`\`${text}\` is no lifetime: expected one such as 90s, 5m or 1h, a day at most`);
}
