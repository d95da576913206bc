import { catalog } from '@cognito-iam/core';
import { compilePolicies, evaluate, type PolicySet } from '@cognito-iam/core/policy';
import { decisionCache } from '../../../packages/core/dist/http/decision-cache.js';
import { engines } from './engines/engines.js';
import { freshRequests, readWorkload, type Workload } from './workload.js';

/** Says how many bytes of heap each of many things needs: what `node --expose-gc` counts with and without them. */
const [who = '', phase = '', count = ''] = process.argv.slice(2);
const amount = Number(count);
const base = readWorkload('W2');
const text = JSON.stringify({ policies: base.policies, requests: base.requests });
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
    const workload = workloadOf(index);
    const decide = await engine.prepare(workload);
    // Three times, because something is remembered of what is asked about again only. Texts are new, as a server's are.
    if (phase === 'used') for (const request of freshRequests(workload, 3)()) decide(request);
    held.push(decide);
  };
}

/** Policies and requests of a principal's own: no ARN is another's. */
function workloadOf(index: number): Workload {
  const own = `us-east-1_${index.toString(36).padStart(4, '0')}`;
  return { name: base.name, ...JSON.parse(text.replaceAll('us-east-1_', own)) };
}

function cachedDecisions(): (index: number) => void {
  const perPrincipal = 200;
  const principals = Math.ceil((amount + 1) / perPrincipal);
  const cache = decisionCache<object>({ principals, decisionsPerPrincipal: perPrincipal });
  const operation = catalog.operation('AdminGetUser');
  const policies = compilePolicies(base.policies);
  const request = { action: 'cognito-idp:AdminGetUser', resource: '*', context: {} };
  held.push(cache);
  let caller = callerOf(0, policies);
  return (index) => {
    if (index % perPrincipal === 0) caller = callerOf(index, policies);
    const resource = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_${String(index).padStart(9, '0')}`;
    const decision = evaluate(policies, request);
    cache.set(caller, operation, resource, { decision, resource, cacheHit: true, denial: undefined });
    if (index === amount && cache.counters.size !== amount + 1) throw new Error('not all were remembered');
  };
}

function callerOf(index: number, policies: PolicySet) {
  const arn = `arn:aws:sts::123456789012:assumed-role/Support/user-${index}`;
  const type = 'AssumedRole' as const;
  return {
    principal: { arn, type, userId: `AROAEXAMPLE:user-${index}`, tags: {}, sessionContext: {} },
    policies,
  };
}

function heap(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  for (let times = 0; times < 4; times++) globalThis.gc();
  return process.memoryUsage().heapUsed;
}
