import type { Decision, PolicyType } from '@cognito-iam/core';
import { requireOneOf } from '../account/subject.js';

/**
 * Why something is refused: `implicit`, since nothing allows it; `explicit`, by a Deny; or the one type of policy that
 * AWS's message names.
 */
export type DenialReason = 'implicit' | 'explicit' | PolicyType;

const reasons: readonly DenialReason[] = [
  'implicit',
  'explicit',
  'identity',
  'boundary',
  'session',
  'serviceControl',
  'resourceControl',
];

/** Whether a decision refuses, and for this reason where one is given. Throws where there is no such reason. */
export function refuses(
  decision: Pick<Decision, 'decision' | 'decidedBy'>,
  because: DenialReason | undefined,
): boolean {
  const reason = because === undefined ? undefined : requireOneOf(because, reasons, 'reason of a refusal');
  if (decision.decision === 'allowed') return false;
  if (reason === undefined) return true;
  if (reason === 'implicit' || reason === 'explicit') return decision.decision === `${reason}Deny`;
  return decision.decidedBy === reason;
}
