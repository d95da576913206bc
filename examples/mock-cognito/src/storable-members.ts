import { type ApiAnswer, errorAnswer } from './api-answer.js';
import { itemsAt, textAt } from './call-emulator.js';

/** Members that are text, wherever they are. The emulator would look a list or an object up under its text. */
const texts: ReadonlySet<string> = new Set([
  ...[
    'AccessToken',
    'ClientId',
    'Code',
    'ConfirmationCode',
    'GroupName',
    'Name',
    'Password',
    'PreviousPassword',
  ],
  ...[
    'ProposedPassword',
    'RefreshToken',
    'Session',
    'TemporaryPassword',
    'Token',
    'UserCode',
    'Username',
    'UserPoolId',
    'Value',
  ],
  ...[
    'ANSWER',
    'NEW_PASSWORD',
    'PASSWORD',
    'REFRESH_TOKEN',
    'SMS_MFA_CODE',
    'SOFTWARE_TOKEN_MFA_CODE',
    'USERNAME',
  ],
]);

/** Members under whose text the emulator keeps something. */
const keys: ReadonlySet<string> = new Set(['ClientId', 'GroupName', 'USERNAME', 'Username', 'UserPoolId']);

/**
 * The refusal of members that would lead the emulator astray: names that every JavaScript object has, names in
 * `…Date`, of which it believes that they hold a date, and the attribute `sub`, under which it finds users.
 */
export function unstorableMember(members: unknown): ApiAnswer | undefined {
  let refusal: ApiAnswer | undefined;
  // Goes through everything, however deep; what is meant for triggers is not kept.
  JSON.stringify(members, (name: string, value: unknown) => {
    if (name === 'ClientMetadata') return undefined;
    refusal ??= refusalOf(name, value);
    return refusal === undefined ? value : undefined;
  });
  return refusal ?? refusalOfSub(members);
}

function refusalOf(name: string, value: unknown): ApiAnswer | undefined {
  if (isUnusable(name)) return invalid(`the emulator cannot keep anything named ${JSON.stringify(name)}`);
  if (value === undefined || value === null || !texts.has(name)) return undefined;
  if (typeof value !== 'string') return errorAnswer('SerializationException');
  if (keys.has(name) && isUnusable(value)) {
    return invalid(`the emulator cannot keep anything named ${JSON.stringify(value)}`);
  }
  return undefined;
}

/** Whoever chose the own `sub` could choose somebody else's name, and the emulator would take one for the other. */
function refusalOfSub(members: unknown): ApiAnswer | undefined {
  const set = itemsAt(members, 'UserAttributes').map((attribute) => textAt(attribute, 'Name'));
  const removed = itemsAt(members, 'UserAttributeNames');
  if (!set.includes('sub') && !removed.includes('sub')) return undefined;
  return invalid('user.sub: Attribute cannot be updated. (changing an immutable attribute)');
}

function isUnusable(name: string): boolean {
  return name in Object.prototype || name.endsWith('Date');
}

function invalid(message: string): ApiAnswer {
  return errorAnswer('InvalidParameterException', message);
}
