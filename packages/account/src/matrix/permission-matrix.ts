import { isProblem } from '../explanation/explained-account.js';
import { principalByName } from '../explanation/principal-by-name.js';
import type { AccessConditions } from './access-conditions.js';
import { type MatrixAction, matrixActions } from './matrix-actions.js';
import { type MatrixResource, matrixResources } from './matrix-resources.js';
import type { Reach } from './pool-class.js';
import { type AccessDecision, type PrincipalAccess, principalAccess } from './principal-access.js';
import type { MatrixAccount } from './settled-context.js';

/** Who may do what in an account. Data, the same for the same account, in an order that can be reviewed. */
export interface PermissionMatrix {
  /** `*` first, then pools by name, then any other pool. */
  readonly resources: readonly MatrixResource[];
  /** By name. */
  readonly actions: readonly MatrixAction[];
  /** Roles by name, then users by name. */
  readonly principals: readonly MatrixPrincipal[];
}

/** What one principal may do. */
export interface MatrixPrincipal {
  /** `role/Support`, `user/alice`. */
  readonly principal: string;
  /** By action, then in the order of the resources; an action on pools has none for `*`, another none but that. */
  readonly cells: readonly MatrixCell[];
}

/** What a principal may do with one action on one resource. */
export interface MatrixCell {
  /** Without prefix. */
  readonly action: string;
  /** The name of one of the matrix's resources. */
  readonly resource: string;
  readonly decision: AccessDecision;
  /** The condition keys that it depends on, and `pool` where it depends on which pool it is; only if `conditional`. */
  readonly dependsOn?: readonly string[];
  /** What must hold for it to be allowed; only if `conditional`. */
  readonly conditions?: AccessConditions;
}

/** What to leave out of a matrix. */
export interface MatrixSelection {
  /** Names as in `principals`; everybody by default. */
  readonly principals?: readonly string[];
  /** Names without prefix; every action by default. */
  readonly actions?: readonly string[];
  /** What to ask about in place of what is known. */
  readonly resources?: readonly MatrixResource[];
  /** Which requests are thought of; `here` by default. */
  readonly reach?: Reach;
}

/**
 * Who may do what: for every role and user, every action that AWS asks IAM about and every resource that is known, the
 * decision as {@link principalAccess} gives it. Pure.
 */
export function permissionMatrix(account: MatrixAccount, selection: MatrixSelection = {}): PermissionMatrix {
  const resources = selection.resources ?? matrixResources(account, selection.reach);
  const actions = matrixActions().filter(({ name }) => selection.actions?.includes(name) ?? true);
  const { roles, users } = account.directory;
  const everybody = [
    ...roles.map(({ name }) => `role/${name}`).sort(),
    ...users.map(({ name }) => `user/${name}`).sort(),
  ];
  const principals = everybody
    .filter((name) => selection.principals?.includes(name) ?? true)
    .flatMap((principal) => {
      const named = principalByName(account, principal, 0);
      // Every entry of the directory has a name; the type alone does not say so.
      if (isProblem(named)) return [];
      return [
        { principal, cells: cells(principalAccess(account, named, selection.reach), actions, resources) },
      ];
    });
  return { resources, actions, principals };
}

function cells(
  accessTo: PrincipalAccess,
  actions: readonly MatrixAction[],
  resources: readonly MatrixResource[],
): readonly MatrixCell[] {
  return actions.flatMap(({ name, onPool }) =>
    resources
      .filter(({ resource }) => onPool !== (resource === '*'))
      .map((resource) => {
        const found = accessTo(`cognito-idp:${name}`, resource.resource);
        const { decision, conditionKeys, dependsOnPool } = found;
        const dependsOn = [...conditionKeys, ...(dependsOnPool ? ['pool'] : [])];
        const conditions = found.conditions();
        return {
          action: name,
          resource: resource.name,
          decision,
          ...(decision === 'conditional' && { dependsOn }),
          ...(conditions && { conditions }),
        };
      }),
  );
}
