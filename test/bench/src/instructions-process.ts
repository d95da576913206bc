import { engines } from './engines/engines.js';
import { freshRequests, readWorkload } from './workload.js';

/**
 * Decides until the code is warm, then 1,000 requests more if told to. Run once with and once without under a
 * counter, the difference is what those decisions take; everything else, reading the requests too, is in both.
 */
const [engineName, workloadName = '', more] = process.argv.slice(2);
const engine = engines.find(({ name }) => name === engineName);
if (engine === undefined) throw new Error(`there is no engine ${engineName}`);
const workload = readWorkload(workloadName);
const decide = await engine.prepare(workload);
const fresh = freshRequests(workload, 20);
const batches = [fresh(), fresh(), fresh(), fresh(), fresh()];
let allowed = 0;
for (const [index, batch] of batches.entries()) {
  if (index === 4 && more !== 'more') break;
  for (const request of batch) if (decide(request)) allowed++;
}
if (allowed === 0) throw new Error('nothing was allowed');
