import type { HttpRequest } from './request.js';

/** The part of an {@link HttpRequest} that comes before its body. */
export type FetchHead = Pick<HttpRequest, 'method' | 'url' | 'headers'>;

/**
 * What a request of the Fetch standard says before its body. Headers are looked up as they are asked for: on Node most
 * are never wanted, and a list of them all costs more than the decision. `headers` are those of the request where they
 * are known otherwise. For authors of adapters. https://fetch.spec.whatwg.org/#request-class
 */
export function fetchHead(
  request: Request,
  headers: HttpRequest['headers'] = new Proxy<HttpRequest['headers']>({}, new HeadersByName(request.headers)),
): FetchHead {
  return { method: request.method, url: targetOf(request.url), headers };
}

/** Path and query of an absolute URL, which servers give as the URL standard writes it: so the rest can be cut off. */
function targetOf(url: string): string {
  const [, target] = absolute.exec(url) ?? [];
  if (target !== undefined) return target;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

const absolute = /^https?:\/\/[^/?#\\]+(\/[^#]*)/;

/** Makes an object that seems to have a member for each header. */
class HeadersByName implements ProxyHandler<HttpRequest['headers']> {
  readonly #headers: Headers;
  /** What was asked for: servers look some headers up anew, and slowly, each time. */
  readonly #found = new Map<string, string | undefined>();

  constructor(headers: Headers) {
    this.#headers = headers;
  }

  get(_: unknown, name: string | symbol): string | undefined {
    if (typeof name !== 'string') return undefined;
    let value = this.#found.get(name);
    // Asked for anything but a name, `Headers` would throw.
    if (value === undefined && !this.#found.has(name) && headerName.test(name)) {
      value = this.#headers.get(name) ?? undefined;
      this.#found.set(name, value);
    }
    return value;
  }

  has(_: unknown, name: string | symbol): boolean {
    return this.get(_, name) !== undefined;
  }

  ownKeys(): string[] {
    return [...new Set(this.#headers.keys())];
  }

  getOwnPropertyDescriptor(_: unknown, name: string | symbol): PropertyDescriptor | undefined {
    const value = this.get(_, name);
    return value === undefined ? value : { value, enumerable: true, configurable: true };
  }
}

/** In lower case only, as every name in an {@link HttpRequest} is. https://httpwg.org/specs/rfc9110.html#tokens */
const headerName = /^[!#$%&'*+\-.^_`|~\da-z]+$/;
