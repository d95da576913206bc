import type { Terminal } from '../terminal.js';
import { actionsTable, toldAction } from './actions-text.js';
import { listActions, nothingFound } from './list-actions.js';

/** The options of `cognito-iam actions`. */
export interface ActionsOptions {
  readonly accessLevel?: readonly string[];
  readonly policy?: string;
  readonly json?: true;
}

/** Lists actions, or what a policy makes of them; gives the exit code. */
export async function runActions(
  pattern: string,
  options: ActionsOptions,
  terminal: Terminal,
): Promise<number> {
  const { accessLevel = [], json, policy } = options;
  const actions = listActions(pattern, accessLevel);
  if (actions.length === 0) {
    terminal.tell(nothingFound(pattern, accessLevel));
    return 1;
  }
  if (policy === undefined) {
    const lines = json ? [JSON.stringify(actions.map(toldAction), null, 2)] : actionsTable(actions, terminal);
    for (const line of lines) terminal.print(line);
    return 0;
  }
  // Files need more code than the catalogue does.
  const { expandFile, expansionText } = await import('./policy-actions.js');
  const statements = await expandFile(policy, actions, terminal.folder);
  const lines = json ? [JSON.stringify(statements, null, 2)] : expansionText(statements, terminal);
  for (const line of lines) terminal.print(line);
  return 0;
}
