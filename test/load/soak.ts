import { parseArgs } from 'node:util';
import { type SoakReport, soak } from './soak-run.js';

// `npx -y pnpm@10 soak`: an hour of requests, or as many minutes as it is told.

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, gateway: { type: 'boolean', default: false } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error('usage: pnpm soak [--minutes N] [--gateway]');
  process.exit(2);
}

if (values.gateway) {
  const { soakGateway } = await import('./gateway-soak.js');
  const end = performance.now() + minutes * 60_000;
  const { faults, ...figures } = await soakGateway((rounds) => performance.now() > end && rounds >= 10);
  console.log(figures);
  for (const fault of faults) console.error(fault);
  process.exit(faults.length === 0 ? 0 : 1);
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
const figures = ({ requests, seconds, retained, reloads, rotations, faults }: SoakReport) =>
  [
    `${(seconds / 60).toFixed(1)} of ${minutes} min`,
    `${requests} requests`,
    `${Math.round(requests / seconds)}/s`,
    `${reloads} reloads`,
    `${rotations} new keys`,
    megabytes(retained.at(-1) ?? 0),
    `${faults.length} faults`,
  ].join(', ');

let told = 0;
let shown = 0;
const tell = (report: SoakReport): void => {
  for (const fault of report.faults.slice(shown)) console.error(fault);
  shown = report.faults.length;
  if (report.seconds - told < (process.stdout.isTTY ? 5 : 60)) return;
  told = report.seconds;
  console.log(figures(report));
};

const until = performance.now() + minutes * 60_000;
const enough = (rounds: number) => performance.now() > until && rounds >= 10;
const report = await soak({ enough, warmUp: 0.3 }, tell);

const { memory, faults } = report;
console.log(`
${figures(report)}
${report.allowed} allowed, ${report.requests - report.allowed} refused; at most ${report.mostConnections} connections
keys fetched ${report.keysFetched} times; ${report.unaided} of ${report.rotations} new keys found without a reload
memory after the warm-up: ${memory.each.toFixed(3)} bytes more a request, ${megabytes(memory.growth)} in all`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
