import { type AccessLevel, catalog } from '@cognito-iam/core';
import { takesPool } from '../explanation/resource-name.js';

/** An action that AWS asks IAM about. */
export interface MatrixAction {
  /** Without prefix: `AdminGetUser`. */
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** Whether IAM is asked about a user pool, and not about `*`. */
  readonly onPool: boolean;
}

/**
 * Every action that AWS asks IAM about, by name: those that the service reference lists and those of newer operations,
 * but for those on web ACLs alone.
 */
export function matrixActions(): readonly MatrixAction[] {
  const listed = [...catalog.actions.values()]
    .filter(({ action }) => (catalog.operation(action)?.authorization ?? 'iam') === 'iam')
    .filter(
      ({ resourceTypes }) =>
        resourceTypes.length === 0 || resourceTypes.some(({ type }) => type === 'userpool'),
    )
    .map(({ action }) => action);
  const newer = [...catalog.operations.values()]
    .filter(({ listed: isListed, authorization }) => !isListed && authorization === 'iam')
    .map(({ operation }) => operation);
  return [...new Set<string>([...listed, ...newer])].sort().map((name) => ({
    name,
    accessLevel: accessLevelOf(name),
    onPool: takesPool(`cognito-idp:${name}`),
  }));
}

/** The access level of an action, without prefix; one that the service reference does not list goes by its name. */
export function accessLevelOf(name: string): AccessLevel {
  const level = catalog.action(name)?.accessLevel;
  if (level !== undefined) return level;
  if (/^(?:Admin)?List/.test(name)) return 'List';
  return /^(?:Admin)?(?:Get|Describe)/.test(name) ? 'Read' : 'Write';
}
