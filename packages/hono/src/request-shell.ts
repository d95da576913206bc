import { type ShellKeys, shellKeys } from './shell-keys.js';

/** What a shell of a request of Node's has been asked for so far. */
export interface ShellUse {
  readonly headers: boolean;
  /** The body, or anything that the body goes along with. */
  readonly body: boolean;
}

/** An object with members that are named by symbols, as every object may have. */
type Members = Readonly<Record<symbol, unknown>>;

const known = new WeakMap<object, ShellKeys | 'unknown'>();

/**
 * What has been asked of `request` where it is a shell of `message`; `undefined` where it is none, or one of another make than that of
 * `@hono/node-server` since 2.0: those give the `rawBody` of a message out as its body.
 */
export function shellUse(request: Request, message: object): ShellUse | undefined {
  const make: object = Object.getPrototypeOf(request);
  let keys = known.get(make);
  if (keys === undefined) {
    keys = shellKeys(request, message, make);
    known.set(make, keys);
  }
  const members = request as Request & Members;
  if (keys === 'unknown' || members[keys.message] !== message || Object.hasOwn(request, 'headers')) {
    return undefined;
  }
  return {
    headers: members[keys.headers] !== undefined,
    body: request.bodyUsed || members[keys.whole] !== undefined,
  };
}
