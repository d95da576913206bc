import type { RestRoute } from './rest-options.js';
import { restRouteRows } from './rest-routes.data.js';

/**
 * Routes for `rest` that cover every operation of the catalogue, for mocks without a convention of their own:
 * `GET /userpools/:UserPoolId/users/:Username` is `AdminGetUser`. No two of them overlap.
 */
export const restRoutes: readonly RestRoute[] = Object.freeze(
  restRouteRows.map(([method, path, operation]) => Object.freeze({ method, path, operation })),
);
