export {
  type AdapterOptions,
  type MembersCallback,
  readAdapterOptions,
  readGuard,
} from './adapter-options.js';
export { type Authorizer, createAuthorizer } from './authorizer.js';
export type { AuthorizerChanges, AuthorizerOptions } from './authorizer-options.js';
export type { AttachedPolicies } from './cognito/attached-policies-options.js';
export { carriesKey } from './cognito/carried-keys.js';
export { catalog } from './cognito/catalog.js';
export type {
  AccessLevel,
  ActionEntry,
  ActionResourceType,
  Authorization,
  Catalog,
  ConditionKeyEntry,
  OperationEntry,
  ResourceSource,
  ResourceTypeEntry,
} from './cognito/catalog-entries.js';
export type { Claims } from './cognito/claims.js';
export { createDirectory } from './cognito/create-directory.js';
export type { Credential } from './cognito/credential.js';
export type {
  AccessKeyOptions,
  RootOptions,
  SessionCredentialsOptions,
} from './cognito/credential-options.js';
export type { Directory } from './cognito/directory.js';
export type { PolicyHolder, PrincipalEntry, RoleEntry, UserEntry } from './cognito/directory-entries.js';
export type {
  DirectoryOptions,
  OrganizationOptions,
  Partition,
  PrincipalOptions,
  RoleOptions,
  UserOptions,
} from './cognito/directory-options.js';
export { awsManagedPolicies, awsManagedPolicyArn } from './cognito/managed-policies.js';
export type { AwsManagedPolicy } from './cognito/managed-policy.js';
export { isOperation, type Operation } from './cognito/operations.js';
export type { Caller, Principal, PrincipalType } from './cognito/principal.js';
export { principalFromClaims, type SessionOptions } from './cognito/principal-from-claims.js';
export {
  anonymousPrincipal,
  roleSession,
  rootPrincipal,
  type SessionDetails,
  userPrincipal,
} from './cognito/principal-of-entry.js';
export {
  type ConditionContext,
  createSurroundings,
  principalContext,
  type RequestFacts,
  requestContext,
  type Surroundings,
} from './cognito/request-context.js';
export { type AssumedRole, createRoleMapping, type RoleMapping } from './cognito/role-mapping.js';
export type { GroupRole, RoleMappingOptions, RoleMappingRule } from './cognito/role-mapping-options.js';
export type { RoleRefusal, RoleRefusalReason } from './cognito/token-roles.js';
export { type Enforcement, enforcementOf, enforcing } from './enforcement.js';
export { ConfigurationError, type ConfigurationErrorCode, type ErrorCode, errorCodes } from './errors.js';
export type { AccessTokenStatus, AccessTokenStatusHook } from './http/access-token.js';
export { arrivedHeaders } from './http/arrived-headers.js';
export { type ClientSource, withClient } from './http/client-source.js';
export type {
  DecisionCacheLimits,
  DecisionCounters,
  RememberedDecisions,
} from './http/decision-cache.js';
export {
  type DecisionEvent,
  type DecisionEventError,
  decisionChannelName,
  type OnDecision,
} from './http/decision-event.js';
export { encodedBody } from './http/encoded-body.js';
export { type EvaluationEvent, evaluationChannelName } from './http/evaluation-event.js';
export { type FetchHead, fetchHead } from './http/fetch-head.js';
export { type FetchSource, fetchRequest } from './http/fetch-request.js';
export type { AuthorizationReading } from './http/find-caller.js';
export type { JsonWebKeySet, JwksSource } from './http/key-source.js';
export type { Log, LogEntry } from './http/log.js';
export type { OperationRequest, ReadMembers, RouteTable, TableRow } from './http/operation-request.js';
export type { AuthorizationResult, HttpResponse, Outcome } from './http/outcome.js';
export { parsedBody } from './http/parsed-body.js';
export type { NearStatement } from './http/refusal.js';
export type { RefusalData, Render, RenderFunction } from './http/render.js';
export type { HttpRequest } from './http/request.js';
export { rest } from './http/rest.js';
export type { RestMethod, RestOptions, RestRoute } from './http/rest-options.js';
export { restRoutes } from './http/rest-routes.js';
export { type BodyLimits, type BodyStream, streamBody } from './http/stream-body.js';
export type { Algorithm, IssuerOptions, TokenUse } from './http/trusted-issuer.js';
export * from './policy/index.js';
