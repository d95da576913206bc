declare module 'koa-bodyparser' {
  import type { Middleware } from 'koa';

  function bodyParser(options?: {
    readonly enableTypes?: readonly string[];
    readonly extendTypes?: Readonly<Record<string, readonly string[]>>;
  }): Middleware;
  export = bodyParser;
}

declare module 'koa-mount' {
  import type Koa from 'koa';
  import type { Middleware } from 'koa';

  function mount(path: string, app: Koa): Middleware;
  function mount(app: Koa): Middleware;
  export = mount;
}
