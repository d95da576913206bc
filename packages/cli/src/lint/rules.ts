import type { LintRule } from './lint-rule.js';
import { allowWithNot } from './rules/allow-with-not.js';
import { allowsEverything } from './rules/allows-everything.js';
import { allowsWholeService } from './rules/allows-whole-service.js';
import { conditionValue } from './rules/condition-value.js';
import { emptyCondition } from './rules/empty-condition.js';
import { forAllValues } from './rules/for-all-values.js';
import { keyNotCarried } from './rules/key-not-carried.js';
import { neverEvaluated } from './rules/never-evaluated.js';
import { noActionMatches } from './rules/no-action-matches.js';
import { oldVersion } from './rules/old-version.js';
import { operatorType } from './rules/operator-type.js';
import { redundantEntry } from './rules/redundant-entry.js';
import { redundantStatement } from './rules/redundant-statement.js';
import { resourceNotTaken } from './rules/resource-not-taken.js';
import { resourceUnknown } from './rules/resource-unknown.js';
import { setOperator } from './rules/set-operator.js';
import { setOperatorMissing } from './rules/set-operator-missing.js';
import { unknownAction } from './rules/unknown-action.js';
import { unknownConditionKey } from './rules/unknown-condition-key.js';
import { unknownRegion } from './rules/unknown-region.js';
import { unknownService } from './rules/unknown-service.js';
import { unknownVariable } from './rules/unknown-variable.js';
import { unreachableStatement } from './rules/unreachable-statement.js';
import { variableNotTaken } from './rules/variable-not-taken.js';
import { variableWithoutVersion } from './rules/variable-without-version.js';
import { wildcardInEquals } from './rules/wildcard-in-equals.js';
import { writesEverywhere } from './rules/writes-everywhere.js';

/** A document that IAM's API would refuse: nothing else is said of it. */
export const malformedPolicy: Omit<LintRule, 'find'> = {
  code: 'malformed-policy',
  severity: 'error',
  summary: 'a policy breaks the policy grammar, and IAM refuses it',
  mend: 'write it as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html says',
};

/** Every rule, in the order of the README: what does nothing, what means something else, what is too much. */
export const rules: readonly LintRule[] = [
  unknownService,
  unknownAction,
  noActionMatches,
  neverEvaluated,
  resourceUnknown,
  resourceNotTaken,
  unknownRegion,
  unknownConditionKey,
  keyNotCarried,
  operatorType,
  conditionValue,
  wildcardInEquals,
  setOperator,
  setOperatorMissing,
  forAllValues,
  emptyCondition,
  oldVersion,
  variableWithoutVersion,
  unknownVariable,
  variableNotTaken,
  unreachableStatement,
  redundantStatement,
  redundantEntry,
  allowsEverything,
  allowsWholeService,
  writesEverywhere,
  allowWithNot,
];
