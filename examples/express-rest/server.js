import { createApp } from './app.js';

const server = createApp().listen(Number(process.env.PORT ?? 4560), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
