/** What IAM decided, in the words of `SimulateCustomPolicy`. */
export type PolicyEvaluationDecision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** The kinds of policy that take part in a decision within one account. */
export type PolicyType = 'identity' | 'boundary' | 'session' | 'serviceControl' | 'resourceControl';

/** A condition value as a policy document may write it; numbers and booleans mean their text. */
export type ConditionScalar = string | number | boolean;

/** `{ operator: { key: value or values } }`, as in a policy document. */
export type ConditionBlock = Readonly<
  Record<string, Readonly<Record<string, ConditionScalar | readonly ConditionScalar[]>>>
>;

/** `"*"`, or `{ AWS: …, Service: …, … }`. Only a resource control policy has one here, and it must be `"*"`. */
export type PrincipalElement = '*' | Readonly<Record<string, string | readonly string[]>>;

/** One statement of a policy document. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: ConditionBlock;
}

/** A policy document; without `Version` it is one of 2008-10-17, which has no policy variables. */
export interface PolicyDocument {
  readonly Version?: '2012-10-17' | '2008-10-17';
  readonly Id?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** A document with the name that decisions and explanations report; a string is its JSON text. */
export interface NamedPolicy {
  readonly name: string;
  readonly arn?: string;
  readonly document: PolicyDocument | string;
}

/** A policy as the caller has it; a string is JSON text. */
export type PolicySource = PolicyDocument | string | NamedPolicy;

/** Every policy that applies to one principal. */
export interface PolicyLayers {
  readonly identity: readonly PolicySource[];
  readonly boundary?: PolicySource;
  /** Session policies: their union limits the session. */
  readonly session?: readonly PolicySource[];
  /** One entry a level: root, each organizational unit, account. Every level must allow; `[]` is a level without policies, which blocks. */
  readonly serviceControl?: readonly (readonly PolicySource[])[];
  /** One entry a level. `RCPFullAWSAccess` is implied at every level. */
  readonly resourceControl?: readonly (readonly PolicySource[])[];
}

/** A condition value of a request. An array is a multivalued key, whatever its length. */
export type ContextValue = string | number | boolean | Date | readonly (string | number | boolean | Date)[];

/** Who asks. */
export interface RequestPrincipal {
  /** As AWS prints it: user, root, `assumed-role`, `federated-user`, a service name or `anonymous`. */
  readonly arn: string;
  /** The role's ARN with its path, for a role session. */
  readonly roleArn?: string;
}

/** One question to IAM. */
export interface AuthorizationRequest {
  /** With its service prefix: `cognito-idp:AdminGetUser`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resource type. */
  readonly resource: string;
  readonly principal?: RequestPrincipal;
  /** Condition keys, in any letter case, taken verbatim: none is added. An empty array, `null` or `undefined` is a missing key. */
  readonly context?: Readonly<Record<string, ContextValue>>;
}

/** A statement that had a part in a decision. */
export interface MatchedStatement {
  readonly policyType: PolicyType;
  /** The policy's name. */
  readonly policy: string;
  /** The policy's ARN, where it has one. */
  readonly policyArn?: string;
  /** Place of the statement in its document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
}

/** The answer to an {@link AuthorizationRequest}. Immutable, and shared between equal answers. */
export interface Decision {
  readonly decision: PolicyEvaluationDecision;
  /** The one policy type that AWS's message would name. */
  readonly decidedBy: PolicyType;
  /** The statements that decided: every Deny that matched, else every Allow that matched; none for an implicit deny. */
  readonly matchedStatements: readonly MatchedStatement[];
}
