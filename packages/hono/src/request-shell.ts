/**
 * Where `@hono/node-server` keeps what it knows of a request. The requests that it gives to Hono are shells of Node's: they look
 * things up when they are asked for, and keep them in members of which only it has the names.
 */
interface ShellKeys {
  readonly message: symbol;
  readonly headers: symbol;
  /** A whole request of Fetch, made for what the shell has no short way to. */
  readonly whole: symbol;
}

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
    keys = learn(request, message, make);
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

/** Looks at where another shell keeps what it is asked for: to list the members of each request would take a multiple of the time. */
function learn(request: Request, message: object, make: object): ShellKeys | 'unknown' {
  try {
    const { method, url } = request;
    const from = keyOf(request, (value) => value === message);
    const shell: Request & Record<symbol, unknown> = Object.create(make);
    shell[from] = message;
    // Older makes ask the message for its method, and Fetch knows no body of this one: none is read.
    shell[keyOf(request, (value) => value === method)] = 'GET';
    shell[keyOf(request, (value) => value === url)] = url;
    const { headers } = shell;
    const headersKey = keyOf(shell, (value) => value === headers);
    void shell.mode;
    return { message: from, headers: headersKey, whole: keyOf(shell, (value) => value instanceof Request) };
  } catch {
    return 'unknown';
  }
}

/** The name of the one member whose value is as wanted; throws where there is no such or another one. */
function keyOf(shell: Request, isWanted: (value: unknown) => boolean): symbol {
  const keys = Object.getOwnPropertySymbols(shell).filter((key) => isWanted(Reflect.get(shell, key)));
  const [key] = keys;
  if (key === undefined || keys.length > 1) throw new TypeError('a request of another make');
  return key;
}
