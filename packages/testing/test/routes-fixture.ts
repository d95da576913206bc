import {
  type Authorizer,
  type AuthorizerOptions,
  createAuthorizer,
  createDirectory,
} from '@cognito-iam/core';
import type { AppRoutes } from '../src/index.js';

/** What every guard of these tests gives. */
export const members = () => ({ UserPoolId: 'us-east-1_EXAMPLE', Username: 'x', ClientId: 'c' });

export function authorizerWith(changes: Partial<AuthorizerOptions> = {}): Authorizer {
  return createAuthorizer({
    region: 'us-east-1',
    directory: createDirectory({ account: '123456789012' }),
    issuers: [],
    log: () => {},
    ...changes,
  });
}

/** One line for each route: name, state and operations. */
export function linesOf({ routes }: AppRoutes): readonly string[] {
  return routes.map(({ name, state, operations }) => [name, state, operations.join('+')].join(' ').trim());
}

export function problemOf({ routes }: AppRoutes, name: string): string | undefined {
  return routes.find((route) => route.name === name)?.problem;
}
