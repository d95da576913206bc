import { engines } from './engines/engines.js';
import { freshRequests, readWorkload, type WorkloadRequest } from './workload.js';

/**
 * Decides until the code is warm, then so many batches of 1,000 requests more, or with `parse` only reads them. Before and
 * after each it asks for its CPU time, by which a counter tells the decisions from everything else.
 */
const [engineName, workloadName = '', batches = '1', mode = 'decide'] = process.argv.slice(2);
const engine = engines.find(({ name }) => name === engineName);
if (engine === undefined) throw new Error(`there is no engine ${engineName}`);
const workload = readWorkload(workloadName);
const decide = await engine.prepare(workload);
const fresh = freshRequests(workload, 1_000 / workload.requests.length);
// On one thread fewer leave code that is not compiled.
const warmUps = 12;
let allowed = 0;
for (let index = 0; index < warmUps; index++) decideAll(fresh());
for (let index = 0; index < Number(batches); index++) {
  const batch = fresh();
  process.cpuUsage();
  if (mode === 'decide') decideAll(batch);
  process.cpuUsage();
}
if (allowed === 0) throw new Error('nothing was allowed');

function decideAll(batch: readonly WorkloadRequest[]): void {
  for (const request of batch) if (decide(request)) allowed++;
}
