import { type OpenElements, withoutRedundant } from '@cognito-iam/account';
import type { ConditionBlock, WrittenConditions, WrittenTerms, WrittenValues } from './contract-file.js';
import { always, mapped, type Terms } from './terms.js';

/** The terms of a permission as a contract has them: `allowed`, or a list of `if`, `and` and `unless`. */
export function readTerms(written: WrittenTerms): Terms {
  if (written === 'allowed') return always;
  const all = (kind: 'if' | 'unless'): readonly WrittenConditions[] =>
    written.map((line) => line[kind]).filter((one) => one !== undefined);
  const lists = [all('if'), ...written.map(({ and = [] }) => and)].filter((list) => list.length > 0);
  return { oneOfEach: lists.map(elementsOf), unless: elementsOf(all('unless')) };
}

function elementsOf(list: readonly WrittenConditions[]): readonly OpenElements[] {
  const elements = list.map(({ Resource, NotResource, ...operators }) => {
    const blocks = Object.entries(operators).flatMap(([operator, block]) =>
      isBlock(block) ? [[operator, mapped(block, textsOf)] as const] : [],
    );
    return {
      ...(blocks.length > 0 && { Condition: Object.fromEntries(blocks) }),
      ...(Resource !== undefined && { Resource: textsOf(Resource) }),
      ...(NotResource !== undefined && { NotResource: textsOf(NotResource) }),
    };
  });
  return withoutRedundant(elements);
}

/** Beside `Resource` and `NotResource` there is nothing else. */
function isBlock(value: WrittenConditions[string]): value is ConditionBlock {
  return typeof value === 'object' && !Array.isArray(value);
}

function textsOf(values: WrittenValues): readonly string[] {
  return [values].flat().map(String).sort();
}
