/** The folders of `packages` that hold an adapter: a file or two that translate between a framework and the core. */
export const adapterPackages: readonly string[] = ['express', 'fastify', 'hono', 'koa', 'node'];
