import {
  type AccessExplanation,
  accessRequest,
  actionNames,
  callerRequest,
  explainAccess,
  type FileReader,
  fileReader,
  formatFinding,
  principalByName,
  resourceName,
  takesPool,
  withSourceReferences,
} from '@cognito-iam/account';
import { compilePolicies, type PolicyLayers } from '@cognito-iam/core';
import { configuredAccount } from '../config-file.js';
import { orThrow } from '../or-throw.js';
import type { Terminal } from '../terminal.js';
import { developmentPools, withDevelopmentIssuers } from '../token/development-issuers.js';
import { UserError } from '../user-error.js';
import type { AccessOptions } from './access-options.js';
import { requestDetails } from './context-options.js';
import { policyFiles } from './policy-files.js';
import { unknownContext } from './unknown-context.js';

/** What a command was asked, answered. */
export interface AccessAnswers {
  /** As people call the principal; `undefined` for policies that belong to nobody. */
  readonly principal: string | undefined;
  /** One for each action and resource, in the order in which they were named. */
  readonly explanations: readonly AccessExplanation[];
  readonly reader: FileReader;
}

/**
 * Answers every question that the options put, by the configuration or by policy files alone; notes go to stderr.
 * Throws an error for the user where a question cannot be asked.
 */
export async function askAccess(options: AccessOptions, terminal: Terminal): Promise<AccessAnswers> {
  const reader = fileReader(terminal.folder);
  const actions = options.action.flatMap((text) => orThrow(actionNames(text)));
  const details = requestDetails(options, reader);
  const { yellow } = terminal.errorColours;
  const warnOfContext = (layers: PolicyLayers): void => {
    for (const warning of unknownContext(Object.keys(details.context ?? {}), layers))
      terminal.tell(yellow(`warning  ${warning}`));
  };
  const files = policyFiles(options, reader);
  if (files !== undefined) {
    if (options.config !== undefined) {
      throw new UserError(
        '--policies, --boundary, --session-policies and --scp stand for an account: leave out --config',
      );
    }
    // So that a malformed one is told before anything is asked.
    compilePolicies(files.layers);
    warnOfContext(files.layers);
    const explanations = questions(actions, options, terminal, (text = '*') => arnOf(text)).map(
      ([action, resource]) => {
        const request = orThrow(callerRequest(options.as, action, resource, details));
        return explainAccess({ request, ...files });
      },
    );
    return { principal: options.as, explanations, reader };
  }
  const configured = await configuredAccount(terminal, options.config);
  const account = withDevelopmentIssuers(configured, developmentPools(options.as));
  for (const finding of account.findings) {
    if (finding.severity === 'warning') terminal.tell(yellow(formatFinding(finding)));
  }
  if (options.as === undefined) {
    throw new UserError('name who asks with --as: a role, a user, an ARN, root, anonymous or a token');
  }
  const found = orThrow(principalByName(account, options.as, details.now));
  const { principal, name, layers, policies, notes } = found;
  for (const note of notes) terminal.tell(yellow(`note  ${note}`));
  warnOfContext(layers);
  const resourceOf = (text: string | undefined, action: string): string =>
    orThrow(resourceName(account, text, action));
  const explanations = questions(actions, options, terminal, resourceOf).map(([action, resource]) => {
    const request = accessRequest(account, principal, action, resource, details);
    return withSourceReferences(explainAccess({ request, layers, policies }), account);
  });
  return { principal: name, explanations, reader };
}

/** Every action with every resource, but an action that has no resource type with `*` alone, as AWS asks about it. */
function questions(
  actions: readonly string[],
  { resource }: AccessOptions,
  terminal: Terminal,
  resourceOf: (text: string | undefined, action: string) => string,
): readonly (readonly [action: string, resource: string])[] {
  return [...new Set(actions)].flatMap((action) => {
    const fixed = action.startsWith('cognito-idp:') && !takesPool(action);
    const named = [
      ...new Set((resource ?? [undefined]).map((text) => resourceOf(fixed ? '*' : text, action))),
    ];
    if (fixed && resource?.some((text) => text !== '*')) {
      terminal.tell(
        terminal.errorColours.yellow(`note  ${action} has no resource type: IAM is asked about \`*\``),
      );
    }
    return named.map((one) => [action, one] as const);
  });
}

/** Without an account a pool has no ARN. */
function arnOf(resource: string): string {
  if (resource === '*' || resource.startsWith('arn:')) return resource;
  throw new UserError(
    `\`${resource}\` is no ARN: without a configuration there is no account that it could be in; expected one such as arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI`,
  );
}
