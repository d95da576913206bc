export type { Account } from './account.js';
export type {
  AccountPart,
  DescribedPoolGroup,
  DescribedUserPool,
  DocumentPlaces,
  LocalUserPool,
  PolicyPlaces,
  SourceContext,
} from './account-part.js';
export type { ParameterValue } from './cloudformation/template-context.js';
export { templateSyntax } from './cloudformation/template-syntax.js';
export type { KeyType } from './conditions/condition-keys.data.js';
export { isSessionKey, type KnownKey, knownKey, nearestKey } from './conditions/condition-keys.js';
export { type ValueProblem, valueProblem } from './conditions/value-problem.js';
export { variablesIn, type WrittenVariable } from './conditions/variables.js';
export type { AddressUpstream, EmbeddedUpstream, ReadConfig, Upstream } from './config/read-config.js';
export { type SchemaValidator, schemaFindings } from './config/schema-error.js';
export { deployedStem, madeUpStack } from './described/deployed-name.js';
export { accessRequest, accessRequests } from './explanation/access-request.js';
export { actionNames } from './explanation/action-names.js';
export { callerRequest } from './explanation/caller-request.js';
export type { ContextChange } from './explanation/context-change.js';
export { type EvaluationResult, evaluationResults } from './explanation/evaluation-results.js';
export { type AccessExplanation, type AccessQuestion, explainAccess } from './explanation/explain-access.js';
export { type ExplainedAccount, isProblem, type Problem } from './explanation/explained-account.js';
export { decisionMark, explanationText, question } from './explanation/explanation-text.js';
export type { ExplainedLayer, ExplainedPolicy, ExplainedStatement } from './explanation/layer-explanation.js';
export { type ListedHolder, policiesOfPrincipal } from './explanation/policies-of-principal.js';
export {
  type PlacedPolicy,
  type PolicyAttachment,
  type PolicyFinder,
  policyList,
} from './explanation/policy-list.js';
export {
  type PoolReference,
  poolReference,
  referenceText,
} from './explanation/pool-reference.js';
export { type NamedPrincipal, principalByName } from './explanation/principal-by-name.js';
export { type DescribedPrincipal, describedPrincipals } from './explanation/principal-by-source-id.js';
export {
  type PrincipalReference,
  principalReference,
  principalReferenceText,
} from './explanation/principal-reference.js';
export type { RequestDetails } from './explanation/request-details.js';
export { resourceName, takesPool } from './explanation/resource-name.js';
export { withSourceReferences } from './explanation/source-references.js';
export { valueEnd } from './explanation/statement-end.js';
export { statementPlace, statementPointer } from './explanation/statement-place.js';
export type { Suggestion } from './explanation/suggestion.js';
export { type TextColours, type TextStyle, wrapped } from './explanation/text-style.js';
export { reasonText, statementTitle } from './explanation/wording.js';
export { type FileReader, fileReader } from './file-reader.js';
export { fileState, stateOf, unseenState } from './file-state.js';
export { AccountError, type Finding, formatFinding, type Severity } from './finding.js';
export { pointerOf, pointerSteps, valueAt } from './json-pointer.js';
export { type LoadOptions, loadAccount, loadAccountOf } from './load-account.js';
export {
  type AccessConditions,
  isEmpty,
  type MatchingStatement,
  withoutRedundant,
} from './matrix/access-conditions.js';
export { accessLevelOf, type MatrixAction, matrixActions } from './matrix/matrix-actions.js';
export { type MatrixResource, matrixResources } from './matrix/matrix-resources.js';
export type { OpenElements } from './matrix/open-elements.js';
export { patternDecision } from './matrix/pattern-decision.js';
export {
  type MatrixCell,
  type MatrixPrincipal,
  type MatrixSelection,
  type PermissionMatrix,
  permissionMatrix,
} from './matrix/permission-matrix.js';
export { anyPool, type Reach } from './matrix/pool-class.js';
export {
  type Access,
  type AccessDecision,
  type PrincipalAccess,
  principalAccess,
} from './matrix/principal-access.js';
export { principalLabels } from './matrix/principal-labels.js';
export { hasKnownTags, type MatrixAccount, sessionTagKeys } from './matrix/settled-context.js';
export { contains, overlaps, type Pattern, type Token } from './pattern.js';
export { formatPlace, type Place } from './place.js';
export { readRegularFile } from './regular-file.js';
export { readSource, type SourceFile } from './source-file.js';
export type { SourceOptions } from './source-options.js';
export { type UnknownRegion, unknownRegion } from './unknown-region.js';
export type { YamlTag } from './yaml-tag.js';
