/**
 * Where `@hono/node-server` keeps what it knows of a request. The requests that it gives to Hono are shells of Node's: they look
 * things up when they are asked for, and keep them in members of which only it has the names.
 */
export interface ShellKeys {
  readonly message: symbol;
  readonly headers: symbol;
  /** A whole request of Fetch, made for what the shell has no short way to. */
  readonly whole: symbol;
}

/** Looks at where another shell keeps what it is asked for: to list the members of each request would take a multiple of the time. */
export function shellKeys(request: Request, message: object, make: object): ShellKeys | 'unknown' {
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
