import { nearestName } from '@cognito-iam/core';
import type { LintRule } from '../lint-rule.js';
import { lowerCase } from '../pattern.js';

const services: readonly string[] = ['cognito-idp', 'cognito-identity', 'cognito-sync'];

/** A service prefix that means `cognito-idp` and is not it. */
export const unknownService: LintRule = {
  code: 'unknown-service',
  severity: 'error',
  summary: 'an action has a service prefix like `cognito-idp` that is none of AWS',
  mend: 'write `cognito-idp:`, the prefix of Amazon Cognito user pools',
  *find({ statements }) {
    for (const { pointer, text } of statements.flatMap(({ action }) => action.entries)) {
      const [service = ''] = lowerCase(text).split(':', 1);
      if (services.includes(service)) continue;
      if (!service.startsWith('cognito') && nearestName(service, services) === undefined) continue;
      yield { pointer, message: `\`${service}\` is no service of AWS, so \`${text}\` matches nothing` };
    }
  },
};
