import { catalog } from '@cognito-iam/core';
import type { CognitoAction } from '../lint/cognito-actions.js';
import type { Terminal } from '../terminal.js';

/** What is told of an action. */
export interface ToldAction {
  readonly action: string;
  /** Absent where the service reference does not list the action yet. */
  readonly accessLevel?: string;
  /** Empty where the action is asked about `*`. */
  readonly resourceTypes: readonly string[];
  /** Beside the global keys. */
  readonly conditionKeys: readonly string[];
  /** `iam`, or what authorizes it instead; absent for a permission that is no operation. */
  readonly authorization?: string;
  readonly summary: string;
}

/** An action as data. */
export function toldAction({ entry, name, operation, resourceTypes }: CognitoAction): ToldAction {
  const keys = [
    ...(entry?.conditionKeys ?? []),
    ...(entry?.resourceTypes ?? []).flatMap(({ conditionKeys }) => conditionKeys),
    ...resourceTypes.flatMap((type) => catalog.resourceTypes.get(type)?.conditionKeys ?? []),
  ];
  return {
    action: `cognito-idp:${name}`,
    ...(entry !== undefined && { accessLevel: entry.accessLevel }),
    resourceTypes,
    conditionKeys: [...new Set(keys)].sort(),
    ...(operation !== undefined && { authorization: operation.authorization }),
    summary: entry?.summary || (operation?.summary ?? ''),
  };
}

/** The actions as a table. */
export function actionsTable(actions: readonly CognitoAction[], { colours }: Terminal): readonly string[] {
  const head = ['ACTION', 'ACCESS LEVEL', 'RESOURCE TYPES', 'CONDITION KEYS', 'AUTHORIZED BY'];
  const rows = actions
    .map(toldAction)
    .map(({ action, accessLevel, authorization, conditionKeys, resourceTypes }) => [
      action,
      accessLevel ?? '-',
      resourceTypes.join(', ') || '*',
      conditionKeys.map((key) => key.replace('${TagKey}', '…')).join(', ') || '-',
      authorizedBy(authorization),
    ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [colours.bold(line(head)), ...rows.map(line)];
}

const spelled: ReadonlyMap<string, string> = new Map([
  ['iam', 'IAM'],
  ['accessToken', 'access token'],
  ['accessTokenOrSession', 'access token or session'],
  ['clientSecret', 'client secret'],
  ['feedbackToken', 'feedback token'],
  ['public', 'nobody: public'],
  ['refreshToken', 'refresh token'],
  ['session', 'session'],
]);

function authorizedBy(authorization: string | undefined): string {
  return spelled.get(authorization ?? 'iam') ?? '-';
}
