import { pointerOf } from '@cognito-iam/account';
import {
  compilePolicies,
  conditionOperatorNames,
  nearestName,
  PolicyError,
  type PolicyStatement,
} from '@cognito-iam/core';
import type { WrittenConditions, WrittenTerms } from './contract-file.js';

/** Something in the terms of a permission that no policy could have; `pointer` counts from them. */
export interface WrittenFault {
  readonly pointer: string;
  readonly message: string;
  readonly mend?: string;
}

/** What of written terms IAM would not take: condition operators, dates, patterns. It would be compared with nothing. */
export function writtenFaults(written: WrittenTerms): readonly WrittenFault[] {
  if (written === 'allowed') return [];
  return written.flatMap((line, index) => [
    ...(line.if === undefined ? [] : faultsAt(pointerOf(index, 'if'), line.if)),
    ...(line.unless === undefined ? [] : faultsAt(pointerOf(index, 'unless'), line.unless)),
    ...(line.and ?? []).flatMap((one, at) => faultsAt(pointerOf(index, 'and', at), one)),
  ]);
}

function faultsAt(pointer: string, conditions: WrittenConditions): readonly WrittenFault[] {
  return Object.entries(conditions).flatMap(([name, value]) => {
    const at = pointer + pointerOf(name);
    if (name === 'Resource' || name === 'NotResource') {
      return [value].flat().flatMap((one) => (typeof one === 'string' ? patternFaults(one, at) : []));
    }
    if (!isOperator(name)) {
      const message = `there is no condition operator \`${name}\``;
      const nearest = nearestName(
        name.replace(/^For(?:All|Any)Values?:|IfExists$/g, ''),
        conditionOperatorNames,
      );
      return [{ pointer: at, message, ...(nearest && { mend: `did you mean \`${nearest}\`?` }) }];
    }
    // Values are read as those of one key, whichever it is.
    const values = Object.entries(typeof value === 'object' ? value : {});
    return values.flatMap(([key, list]) =>
      issuesOf({ Resource: '*', Condition: { [name]: { k: [list].flat().map(String) } } }).map((message) => ({
        pointer: at + pointerOf(key),
        message,
      })),
    );
  });
}

function patternFaults(pattern: string, pointer: string): readonly WrittenFault[] {
  const [, place = 'us-east-1', rest] = /^(?:([a-z0-9*?-]+):)?(userpool\/[\s\S]*)$/.exec(pattern) ?? [];
  const Resource = rest === undefined ? pattern : `arn:aws:cognito-idp:${place}:123456789012:${rest}`;
  const mend = 'expected one such as `userpool/us-east-1_a*` or `eu-*:userpool/*`, or a whole ARN';
  return issuesOf({ Resource }).map(() => ({
    pointer,
    message: `\`${pattern}\` is no pattern of pools`,
    mend,
  }));
}

function issuesOf(part: Pick<PolicyStatement, 'Resource' | 'Condition'>): readonly string[] {
  try {
    compilePolicies([{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', ...part } }]);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.issues.map(({ message }) => message);
    throw error;
  }
}

function isOperator(name: string): boolean {
  return issuesOf({ Resource: '*', Condition: { [name]: { k: '1' } } }).length === 0;
}
