import { expect, test } from 'vitest';
import { soakGateway } from './gateway-soak.js';
import { mostGrowth } from './soak-run.js';

test('3,000 requests through the gateway, whose upstream dies and returns: nothing wrong, nothing kept', async () => {
  const report = await soakGateway((rounds) => rounds === 10);
  expect(report.faults).toEqual([]);
  expect(report).toMatchObject({ requests: 2_990, deaths: 10 });
  // Three requests in four of each kind at least are answered: it is away for a moment only.
  expect(report.denied).toBe(1_495);
  expect(report.allowed).toBeGreaterThan(1_000);
  expect(report.allowed + report.unavailable).toBe(1_495);
  expect(report.growth).toBeLessThan(mostGrowth);
}, 300_000);
