import {
  type Account,
  actionNames,
  anyPool,
  formatFinding,
  type MatrixResource,
  matrixActions,
  matrixResources,
  type PermissionMatrix,
  permissionMatrix,
  resourceName,
} from '@cognito-iam/account';
import { chosenNames } from '../chosen-principals.js';
import { configuredAccount } from '../config-file.js';
import { orThrow } from '../or-throw.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../user-error.js';

/** What a matrix is printed as. */
export type MatrixFormat = 'table' | 'csv' | 'html' | 'json';

/** The options of `matrix`, as commander gives them. */
export interface MatrixOptions {
  readonly config?: string;
  readonly principal?: readonly string[];
  readonly action?: readonly string[];
  readonly resource?: readonly string[];
  readonly format: MatrixFormat;
}

/** The matrix that the options ask for; notes go to stderr. Throws an error for the user where they name nothing. */
export async function askedMatrix(options: MatrixOptions, terminal: Terminal): Promise<PermissionMatrix> {
  const account = await configuredAccount(terminal, options.config);
  const { yellow } = terminal.errorColours;
  for (const finding of account.findings) {
    if (finding.severity === 'warning') terminal.tell(yellow(formatFinding(finding)));
  }
  const principals = options.principal && chosenPrincipals(account, options.principal);
  const actions = options.action && chosenActions(options.action);
  const resources = options.resource && chosenResources(account, options.resource);
  const found = permissionMatrix(account, {
    ...(principals && { principals }),
    ...(actions && { actions }),
    ...(resources && { resources }),
  });
  if (found.principals.length === 0) throw new UserError('the account has neither roles nor users');
  if (found.principals.every(({ cells }) => cells.length === 0)) {
    throw new UserError(
      'none of these actions is asked about any of these resources: actions on pools need a pool, others `*`',
    );
  }
  return found;
}

function chosenPrincipals(account: Account, patterns: readonly string[]): readonly string[] {
  const { directory } = account;
  const known = [
    ...directory.roles.map(({ name }) => `role/${name}`),
    ...directory.users.map(({ name }) => `user/${name}`),
  ];
  return patterns.flatMap((pattern) => {
    const found = chosenNames(pattern, known, account);
    if (found.length > 0) return found;
    throw new UserError(
      `no role or user is called \`${pattern}\`; ${known.length === 0 ? 'the account has none' : `known: ${known.join(', ')}`}`,
    );
  });
}

function chosenActions(texts: readonly string[]): readonly string[] {
  const asked = new Set(matrixActions().map(({ name }) => name));
  return texts.flatMap((text) => {
    const names = orThrow(actionNames(text)).map((action) => action.slice(action.indexOf(':') + 1));
    const found = names.filter((name) => asked.has(name));
    if (found.length > 0) return found;
    throw new UserError(
      `AWS does not ask IAM about \`${text}\` on user pools, so nobody needs permission for it`,
    );
  });
}

function chosenResources(account: Account, texts: readonly string[]): readonly MatrixResource[] {
  const known = matrixResources(account);
  const chosen = texts.map((text) => {
    const resource =
      text === 'any' ? anyPool(account) : orThrow(resourceName(account, text, 'cognito-idp:AdminGetUser'));
    return known.find((one) => one.resource === resource) ?? { name: labelOf(resource), resource };
  });
  return chosen.filter(
    (one, index) => chosen.findIndex(({ resource }) => resource === one.resource) === index,
  );
}

function labelOf(resource: string): string {
  return /^arn:[^:]+:cognito-idp:[^:]*:[^:]*:userpool\/(.+)$/.exec(resource)?.[1] ?? resource;
}
