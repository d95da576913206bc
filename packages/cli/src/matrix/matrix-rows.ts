import type { AccessDecision, MatrixAction, MatrixCell, PermissionMatrix } from '@cognito-iam/account';

/** What everybody may do with an action on a resource. */
export interface MatrixRow {
  readonly action: MatrixAction;
  readonly resource: string;
  /** One for each principal of the matrix, in their order. */
  readonly cells: readonly MatrixCell[];
}

/** A matrix turned, so that every row is an action on a resource: by action. */
export function matrixRows({ actions, principals }: PermissionMatrix): readonly MatrixRow[] {
  const byName = new Map(actions.map((action) => [action.name, action]));
  const first = principals[0]?.cells ?? [];
  return first.flatMap(({ action: name, resource }, index) => {
    const action = byName.get(name);
    const cells = principals.flatMap((principal) => principal.cells[index] ?? []);
    return action === undefined ? [] : [{ action, resource, cells }];
  });
}

/** A decision as a single character. */
export const decisionSigns: Readonly<Record<AccessDecision, string>> = {
  allowed: '✓',
  conditional: '?',
  denied: '·',
  explicitDeny: '✗',
};

/** A decision in words. */
export const decisionWords: Readonly<Record<AccessDecision, string>> = {
  allowed: 'allowed',
  conditional: 'it depends',
  denied: 'denied',
  explicitDeny: 'explicit deny',
};
