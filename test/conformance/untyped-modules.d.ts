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

// Versions before, of which the tests use what the present ones have as well.
declare module 'express-4' {
  export { default } from 'express';
}

declare module 'koa-2' {
  export { default } from 'koa';
}

declare module 'hono-4.2' {
  export { Hono } from 'hono';
}
