import type { PolicyStatement } from './types.js';

/** The action of a statement that stands in for one that could not be resolved: of no service, so of no request. */
export const unresolvedAction: string = 'unresolved:Unresolved';

/**
 * Takes the place of a statement in which a value is not known, so that the others keep their index: it matches no
 * request, whatever the original says, and reasons say why. (To drop the value alone would not do: of a `NotResource`
 * or a condition, less may match more.)
 */
export function unresolvedStatement(effect: 'Allow' | 'Deny', sid: string | undefined): PolicyStatement {
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    Action: unresolvedAction,
    Resource: '*',
  };
}
