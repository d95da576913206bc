import { createApp } from './app.js';

const app = createApp();
console.log(await app.listen({ port: Number(process.env.PORT ?? 4570), host: '127.0.0.1' }));
