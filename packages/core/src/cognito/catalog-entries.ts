import type { AccessLevel } from './actions.data.js';
import type { Authorization, ResourceSource } from './operations.data.js';
import type { Operation } from './operations.js';

export type { AccessLevel } from './actions.data.js';
export type { Authorization, ResourceSource } from './operations.data.js';

/** What a client calls. Frozen. */
export interface OperationEntry {
  readonly operation: Operation;
  /** The action that a policy names, whether or not the service reference lists it. */
  readonly action: `cognito-idp:${Operation}`;
  readonly authorization: Authorization;
  /** Whether the AWS SDK signs the request. */
  readonly signed: boolean;
  /** Where the resource comes from; absent where AWS does not consult IAM. */
  readonly resourceFrom: ResourceSource | undefined;
  readonly requiredMembers: readonly string[];
  /** Members that name what the call acts on, beside pool and client. Some hold secrets (`Token`, `Session`): not for logs. */
  readonly identifyingMembers: readonly string[];
  /** Whether the access token in the body needs the scope `aws.cognito.signin.user.admin`. */
  readonly userAdminScope: boolean;
  /** Names of the errors that the operation documents: `ResourceNotFoundException`, … */
  readonly errors: readonly string[];
  /** Whether the service reference lists the action; newer operations are not in it yet. */
  readonly listed: boolean;
  readonly summary: string;
}

/** A resource type in the row of an action. Frozen. */
export interface ActionResourceType {
  /** `userpool` or `webacl`. */
  readonly type: string;
  /** Whether a policy that grants the action must name a resource of this type. */
  readonly required: boolean;
  /** Condition keys that go with this resource type only. */
  readonly conditionKeys: readonly string[];
  readonly dependentActions: readonly string[];
}

/**
 * What a policy names: a row of the table of actions. Frozen.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
export interface ActionEntry {
  /** Without prefix: `AdminGetUser`. */
  readonly action: string;
  readonly accessLevel: AccessLevel;
  /** Empty where the action is asked about resource `*`. */
  readonly resourceTypes: readonly ActionResourceType[];
  /** Condition keys of the action whatever the resource type; global keys go without saying. */
  readonly conditionKeys: readonly string[];
  /** Actions that the caller needs as well, with their prefix. */
  readonly dependentActions: readonly string[];
  readonly summary: string;
}

/** A resource type of the service. Frozen. */
export interface ResourceTypeEntry {
  readonly type: string;
  /** ARN with `${…}` placeholders. */
  readonly arn: string;
  /** Condition keys that every action on this type knows. */
  readonly conditionKeys: readonly string[];
  readonly summary: string;
}

/** A condition key that the service reference names beside the global ones. Frozen. */
export interface ConditionKeyEntry {
  /** `aws:RequestTag/${TagKey}`, … */
  readonly key: string;
  /** `String` or `ArrayOfString`, as the service reference has it. */
  readonly type: string;
  readonly summary: string;
}

/** One cell in which an older table differs from today's. Frozen. */
export interface RevisionDifference {
  readonly action: string;
  /** `action` where one of the tables has no row of this name. */
  readonly column: 'action' | 'accessLevel' | 'resourceTypes' | 'conditionKeys' | 'dependentActions';
  /** The words of the cell in the older table, sorted; a required resource type ends in `*`. */
  readonly before: readonly string[];
  readonly today: readonly string[];
}

/** An older table of actions. Immutable. */
export interface Revision {
  readonly id: string;
  /** Where the table stood, and when. */
  readonly describes: string;
  readonly actions: ReadonlyMap<string, ActionEntry>;
  /** Every cell that differs from today's table, by action. */
  readonly differences: readonly RevisionDifference[];
}

/** The Amazon Cognito user pools API as AWS describes it. Immutable; every map goes in the order of the alphabet. */
export interface Catalog {
  /** Every operation of the AWS SDK. */
  readonly operations: ReadonlyMap<Operation, OperationEntry>;
  /** Every action that the service reference lists, by its name without prefix. */
  readonly actions: ReadonlyMap<string, ActionEntry>;
  readonly resourceTypes: ReadonlyMap<string, ResourceTypeEntry>;
  readonly conditionKeys: ReadonlyMap<string, ConditionKeyEntry>;
  /** The operation of exactly this name. */
  operation(name: Operation): OperationEntry;
  operation(name: string): OperationEntry | undefined;
  /** The listed action of this name, with or without `cognito-idp:`, in any letter case. */
  action(name: string): ActionEntry | undefined;
  /**
   * Names of the listed actions that a policy's `Action` value matches (`cognito-idp:Admin*`, `Admin*`, `*`), without
   * prefix; empty for other services. `*` stands for any characters, `?` for one, letter case does not matter.
   */
  expand(pattern: string): readonly string[];
  /** Older tables of actions by id, the oldest first. */
  readonly revisions: ReadonlyMap<string, Revision>;
  revision(id: string): Revision | undefined;
}
