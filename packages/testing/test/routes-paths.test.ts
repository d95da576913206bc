import express, { type Express } from 'express';
import express4 from 'express-4';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { readApp } from '../src/routes/apps/read-app.js';
import { covers } from '../src/routes/paths/path-shape.js';
import { mounted, readPath } from '../src/routes/paths/read-path.js';

test.each([
  ['/files/:path(.+)', '/files/:path(.*)', false],
  ['/files/:path(.+)', '/files/*', false],
  ['/files/:path(.+)', '/files/:name', true],
  ['/files/:path(.+)', '/files/a/:path(.+)', true],
  ['/files/:path(.*)', '/files/:path(.+)', true],
  ['/files/:path{.+}', '/files/:path{.+}', true],
  ['/files/:path{.+}', '/files/:path{.*}', false],
])('what may be empty is not covered by what never is: %s, %s', (outer, inner, expected) => {
  for (const asterisk of ['some', 'any'] as const) {
    const rules = { sensitive: true, strict: false, asterisk };
    expect(covers(readPath(outer, rules), readPath(inner, rules))).toBe(expected);
  }
  const below = { text: '/v1', segments: [{ literal: 'v1', sensitive: true }], rest: 'any' } as const;
  const [one, other] = [outer, inner].map((text) =>
    mounted(below, readPath(text, { sensitive: true, strict: false, asterisk: 'some' })),
  );
  expect(one && other && covers(one, other)).toBe(expected);
});

const guards = [
  '/',
  '/admin',
  '/Admin',
  '/admin/',
  '/:a',
  '/:a/:b',
  '/admin/:b',
  '/admin/*',
  '/*',
  '/:a/users',
];
const routes = [
  '/',
  '/admin',
  '/admin/',
  '/ADMIN',
  '/admin/users',
  '/:x',
  '/:x/:y',
  '/admin/:y',
  '/admin/*',
  '/*',
];
const words = ['admin', 'ADMIN', 'users', 'x'];
const paths = ['/', ...words.flatMap((one) => [`/${one}`, ...words.map((other) => `/${one}/${other}`)])]
  .flatMap((path) => (path === '/' ? [path] : [path, `${path}/`]))
  .concat('/admin/users/x');

const pairs = guards.flatMap((guard) => routes.map((route) => ({ guard, route })));

async function claimed(app: unknown): Promise<boolean> {
  const [guard, route] = (await readApp(app)).steps.slice(-2);
  if (guard === undefined || route === undefined) throw new Error('there are not two steps');
  return covers(guard.path, route.path);
}

/** Whether a layer of Express matches: its own answer. */
function matches(app: Express, index: number, path: string): boolean {
  return routerMatches(Reflect.get(app, '_router') ?? app.router, index, path);
}

function routerMatches(router: unknown, index: number, path: string): boolean {
  const { stack } = router as { readonly stack: readonly { match(path: string): unknown }[] };
  return Boolean(stack.at(index)?.match(path));
}

const insensitive = {
  name: 'Express 5',
  framework: express,
  pattern: (path: string) => path.replace('*', '*rest'),
};

describe.each([insensitive, { name: 'Express 4', framework: express4, pattern: (path: string) => path }])(
  'what is said to be guarded in $name is',
  ({ framework, pattern }) => {
    test.each(['use', 'all'] as const)('by what `%s` was given', async (method) => {
      let held = 0;
      for (const { guard, route } of pairs) {
        if (method === 'use' && guard.includes('*')) continue;
        const app = framework();
        app[method](pattern(guard), () => {});
        app.get(pattern(route), () => {});
        if (!(await claimed(app))) continue;
        held += 1;
        const past = paths.filter((path) => matches(app, -1, path) && !matches(app, -2, path));
        expect(past, `${method} ${guard} before ${route}`).toEqual([]);
      }
      expect(held).toBeGreaterThan(20);
    });

    test('by what a router was given to which a slash at the end counts', async () => {
      let held = 0;
      for (const { guard, route } of pairs) {
        const app = framework();
        const router = framework.Router({ strict: true });
        router.all(pattern(guard), () => {});
        app.use(router);
        app.get(pattern(route), () => {});
        if (!(await claimed(app))) continue;
        held += 1;
        const past = paths.filter((path) => matches(app, -1, path) && !routerMatches(router, 0, path));
        expect(past, `${guard} before ${route}`).toEqual([]);
      }
      expect(held).toBeGreaterThan(10);
    });
  },
);

test('what is said to be guarded in Hono is', async () => {
  let held = 0;
  for (const { guard, route } of pairs) {
    const app = new Hono();
    const seen = new Set<string>();
    app.use(guard, async (c, next) => {
      seen.add(c.req.path);
      await next();
    });
    app.get(route, (c) => c.text('reached'));
    if (!(await claimed(app))) continue;
    held += 1;
    const past: string[] = [];
    for (const path of paths) {
      const reached = (await app.request(path)).status === 200;
      if (reached && !seen.has(path)) past.push(path);
    }
    expect(past, `${guard} before ${route}`).toEqual([]);
  }
  expect(held).toBeGreaterThan(20);
});
