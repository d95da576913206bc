import { AccountError, fileReader } from '@cognito-iam/account';
import { foundPolicies } from '../lint/found-policies.js';
import type { Terminal } from '../terminal.js';
import { actionsTable, toldAction } from './actions-text.js';
import { listActions, nothingFound } from './list-actions.js';
import { expandPolicy, expansionText } from './policy-actions.js';

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
  const { accessLevel = [] } = options;
  const actions = listActions(pattern, accessLevel);
  if (actions.length === 0) {
    terminal.tell(nothingFound(pattern, accessLevel));
    return 1;
  }
  if (options.policy === undefined) {
    const lines = options.json
      ? [JSON.stringify(actions.map(toldAction), null, 2)]
      : actionsTable(actions, terminal);
    for (const line of lines) terminal.print(line);
    return 0;
  }
  const { folder } = terminal;
  const found = await foundPolicies(options.policy, { reader: fileReader(folder), folder, type: 'identity' });
  const errors = found.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new AccountError(errors);
  const statements = found.policies.flatMap((policy) => expandPolicy(policy, actions));
  const lines = options.json ? [JSON.stringify(statements, null, 2)] : expansionText(statements, terminal);
  for (const line of lines) terminal.print(line);
  return 0;
}
