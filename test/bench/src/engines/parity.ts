import type { Workload } from '../workload.js';
import type { Engine } from './engine.js';

/** A request that an engine answers otherwise than IAM. */
export interface WrongAnswer {
  readonly action: string;
  readonly resource: string;
  readonly expected: boolean;
  readonly got: string;
}

/** The requests of a workload that an engine gets wrong; an engine with any is not timed. Asked twice, for engines that remember. */
export async function wrongAnswers(engine: Engine, workload: Workload): Promise<readonly WrongAnswer[]> {
  const decide = await engine.prepare(workload);
  const wrong: WrongAnswer[] = [];
  for (const request of [...workload.requests, ...workload.requests]) {
    const { action, resource, expect } = request;
    const got = answer(() => decide(request));
    if (got !== String(expect)) wrong.push({ action, resource, expected: expect, got });
  }
  return wrong;
}

function answer(decide: () => boolean): string {
  try {
    return String(decide());
  } catch (error) {
    return String(error);
  }
}
