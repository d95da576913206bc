import type { PermissionMatrix } from '@cognito-iam/account';

/** A matrix as comma-separated values: a line with names, then a line a cell. https://www.rfc-editor.org/rfc/rfc4180 */
export function matrixCsv({ actions, principals }: PermissionMatrix): readonly string[] {
  const levels = new Map(actions.map(({ name, accessLevel }) => [name, accessLevel]));
  const lines = principals.flatMap(({ principal, cells }) =>
    cells.map(({ action, resource, decision, dependsOn = [] }) =>
      [principal, action, levels.get(action) ?? '', resource, decision, dependsOn.join(' ')]
        .map(field)
        .join(','),
    ),
  );
  return ['principal,action,accessLevel,resource,decision,dependsOn', ...lines];
}

/** A spreadsheet takes what begins so for a formula. */
const formula = /^[=+\-@\t\r]/;

function field(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
