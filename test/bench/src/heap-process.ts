import { compilePolicies, conditionKeysRead, evaluate } from '@cognito-iam/core/policy';
import { decisionCache } from '../../../packages/core/dist/http/decision-cache.js';
import { engines } from './engines/engines.js';
import { readWorkload, type Workload } from './workload.js';

/** Says how many bytes of heap each of many things needs: what `node --expose-gc` counts with and without them. */
const [who = '', phase = '', count = ''] = process.argv.slice(2);
const amount = Number(count);
const base = readWorkload('W2');
const text = JSON.stringify(base.policies);
const held: unknown[] = [];
const keep = await keeper();
await keep(0); // What is made once for all is not counted.
const before = heap();
for (let index = 1; index <= amount; index++) await keep(index);
const bytes = (heap() - before) / amount;
if (held.length === 0) throw new Error('nothing was kept');
process.send?.(bytes);

async function keeper(): Promise<(index: number) => void | Promise<void>> {
  if (who === 'parsed JSON') return (index) => void held.push(workloadOf(index).policies);
  if (who === 'decision cache') return cachedDecisions();
  const engine = engines.find(({ name }) => name === who);
  if (engine === undefined) throw new Error(`there is no engine ${who}`);
  return async (index) => {
    const decide = await engine.prepare(workloadOf(index));
    if (phase === 'used') for (const request of base.requests) decide(request);
    held.push(decide);
  };
}

/** Policies of a principal's own: no ARN is another's. */
function workloadOf(index: number): Workload {
  const own = `us-east-1_${index.toString(36).padStart(4, '0')}`;
  return { ...base, policies: JSON.parse(text.replaceAll('us-east-1_', own)) };
}

function cachedDecisions(): (index: number) => void {
  const perPrincipal = 200;
  const cache = decisionCache(
    { evaluate, conditionKeysRead },
    { principals: Math.ceil((amount + 1) / perPrincipal), decisionsPerPrincipal: perPrincipal },
  );
  const policies = compilePolicies(base.policies);
  held.push(cache);
  return (index) => {
    const arn = `arn:aws:sts::123456789012:assumed-role/Support/user-${Math.floor(index / perPrincipal)}`;
    const resource = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_${String(index).padStart(9, '0')}`;
    const context = { 'aws:ResourceTag/team': 'core-api', 'aws:username': 'alice' };
    cache.evaluate(policies, { action: 'cognito-idp:AdminGetUser', resource, principal: { arn }, context });
    if (index === amount && cache.counters.size !== amount + 1) throw new Error('not all were remembered');
  };
}

function heap(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  for (let times = 0; times < 4; times++) globalThis.gc();
  return process.memoryUsage().heapUsed;
}
