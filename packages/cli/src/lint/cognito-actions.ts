import { contains, type Pattern } from '@cognito-iam/account';
import { type ActionEntry, catalog, type OperationEntry } from '@cognito-iam/core';
import { actionPattern, lowerCase } from './pattern.js';

/** What a policy may name of Amazon Cognito user pools. */
export interface CognitoAction {
  /** Without prefix. */
  readonly name: string;
  /** Its row of the service reference; newer operations have none yet. */
  readonly entry: ActionEntry | undefined;
  /** The operation of that name; a few actions are permissions only. */
  readonly operation: OperationEntry | undefined;
  /** Whether AWS asks IAM about it: granting or denying the others changes nothing. */
  readonly evaluated: boolean;
  /** Types of resource that it is asked about, `userpool` or `webacl`; empty where it is asked about `*`. */
  readonly resourceTypes: readonly string[];
}

/** The prefix of every action. */
export const servicePrefix = 'cognito-idp:';

let actions: ReadonlyMap<string, CognitoAction> | undefined;

/** Every action by its name in lower case, in the order of the alphabet. */
export function cognitoActions(): ReadonlyMap<string, CognitoAction> {
  actions ??= new Map(
    [...new Set<string>([...catalog.actions.keys(), ...catalog.operations.keys()])]
      .sort()
      .map((name) => [lowerCase(name), cognitoAction(name)]),
  );
  return actions;
}

function cognitoAction(name: string): CognitoAction {
  const entry = catalog.actions.get(name);
  const operation = catalog.operation(name);
  return {
    name,
    entry,
    operation,
    evaluated: operation === undefined || operation.authorization === 'iam',
    resourceTypes: resourceTypes(entry, operation),
  };
}

function resourceTypes(
  entry: ActionEntry | undefined,
  operation: OperationEntry | undefined,
): readonly string[] {
  if (entry !== undefined) return entry.resourceTypes.map(({ type }) => type);
  return operation?.resourceFrom === undefined || operation.resourceFrom === '*' ? [] : ['userpool'];
}

/** The actions that an entry of `Action` stands for. */
export function actionsOf(entry: string): readonly CognitoAction[] {
  const exact = cognitoActions().get(lowerCase(entry).replace(servicePrefix, ''));
  if (exact !== undefined && isCognito(entry)) return [exact];
  const pattern = actionPattern(entry);
  if (pattern === undefined || !/[*?]/.test(entry)) return [];
  return [...cognitoActions()]
    .filter(([name]) => contains(pattern, literal(name)))
    .map(([, action]) => action);
}

function literal(name: string): Pattern {
  return [...`${servicePrefix}${name}`].map((character) => ({ kind: 'text', character }));
}

/** Whether an entry of `Action` is about this service and no other. */
export function isCognito(entry: string): boolean {
  return lowerCase(entry).startsWith(servicePrefix);
}
