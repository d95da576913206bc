import { bareServer } from './bare-server.js';

// What the proxies are in front of: a process of its own, so that its CPU time is not theirs.

const server = bareServer().listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : 0);
});
process.on('disconnect', () => process.exit());
