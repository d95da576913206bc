import type { PolicyType } from '@cognito-iam/core';

/** What AWS's access-denied message says. */
export interface DeniedMessage {
  /** As AWS prints it: `arn:aws:sts::123456789012:assumed-role/Support/alice`. */
  readonly principal: string;
  /** With its prefix. */
  readonly action: string;
  readonly resource: string;
  readonly decision: 'explicitDeny' | 'implicitDeny';
  readonly decidedBy: PolicyType;
}

const policyTypes: ReadonlyMap<string, PolicyType> = new Map([
  ['identity-based policy', 'identity'],
  ['permissions boundary', 'boundary'],
  ['session policy', 'session'],
  ['service control policy', 'serviceControl'],
  ['resource control policy', 'resourceControl'],
]);

const asked = String.raw`User: (\S+) is not authorized to perform: (\S+) on resource: (\S+)`;
const implicit = new RegExp(`^${asked} because no (.+?) allows the (\\S+) action$`);
const explicit = new RegExp(`^${asked} with an explicit deny in an? (.+?)(?:: arn:\\S+)?$`);

/**
 * Reads AWS's message of a refusal; `undefined` for any other text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function readDeniedMessage(message: string): DeniedMessage | undefined {
  const denied = explicit.exec(message);
  const [, principal = '', action = '', resource = '', type = '', again = action] =
    denied ?? implicit.exec(message) ?? [];
  const decidedBy = policyTypes.get(type);
  if (decidedBy === undefined || again !== action) return undefined;
  return {
    principal,
    action,
    resource,
    decision: denied === null ? 'implicitDeny' : 'explicitDeny',
    decidedBy,
  };
}
