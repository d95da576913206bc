import { catalog } from '@cognito-iam/core';
import type { PolicyDocument, PolicyStatement } from '@cognito-iam/core/policy';
import { engines } from '../engines/engines.js';
import { wrongAnswers } from '../engines/parity.js';
import { readWorkload, type Workload } from '../workload.js';
import { decisions } from './decide.js';
import type { Task } from './task.js';

/** Decisions about W1 with many statements added that match none of its requests: about `other` actions or the `same`. */
export async function growthTask(engineName = '', which = '', count = ''): Promise<Task> {
  const engine = engines.find(({ name }) => name === engineName);
  if (engine === undefined) throw new Error(`there is no engine ${engineName}`);
  const workload = grown(readWorkload('W1'), which, Number(count));
  const wrong = await wrongAnswers(engine, workload);
  if (wrong.length > 0) throw new Error(`${wrong.length} wrong answers`);
  return decisions(await engine.prepare(workload), workload);
}

function grown(workload: Workload, which: string, count: number): Workload {
  const asked = new Set(workload.requests.map(({ action }) => action));
  const all = [...catalog.actions.keys()].map((name) => `cognito-idp:${name}`);
  const actions = which === 'same' ? [...asked] : all.filter((action) => !asked.has(action));
  const statements = Array.from({ length: count }, (_, index): PolicyStatement => {
    const pool = `us-east-1_Z${String(index).padStart(8, '0')}`;
    return {
      Effect: index % 4 === 0 ? 'Deny' : 'Allow',
      Action: actions[index % actions.length] ?? '',
      Resource: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${pool}`,
    };
  });
  const documents: PolicyDocument[] = [];
  for (let start = 0; start < statements.length; start += 20) {
    documents.push({ Version: '2012-10-17', Statement: statements.slice(start, start + 20) });
  }
  return { ...workload, name: `W1 and ${count} more`, policies: [...workload.policies, ...documents] };
}
