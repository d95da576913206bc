import type { RequestPrincipal } from './types.js';

/** How IAM treats a principal, before any policy is read. */
export interface Standing {
  /** Root user of its account: needs no identity-based policy and has no boundary. */
  readonly root: boolean;
  /** Whether service and resource control policies limit it. */
  readonly serviceControl: boolean;
  readonly resourceControl: boolean;
  /** Whether session policies apply if there are any. */
  readonly session: boolean;
  /** A federated user has no permission without a session policy. */
  readonly needsSession: boolean;
  /** Whether any policy of this account can allow it: not for anonymous callers and AWS services. */
  readonly known: boolean;
  /** Account of the principal, where its ARN says so. */
  readonly account: string | undefined;
}

const ordinary: Standing = {
  root: false,
  serviceControl: true,
  resourceControl: true,
  session: true,
  needsSession: false,
  known: true,
  account: undefined,
};

const stranger: Standing = { ...ordinary, serviceControl: false, known: false };

/**
 * How IAM treats a principal, read from its ARN. Without a principal the request is that of an ordinary one
 * of the resource's account; anything that is no ARN of IAM or STS is a stranger, whom nothing allows.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function standingOf(principal: RequestPrincipal | undefined): Standing {
  if (principal === undefined || principal === null) return ordinary;
  const { arn, roleArn } = principal;
  if (typeof arn !== 'string') return stranger;
  const [prefix, , service, , account, ...rest] = arn.split(':');
  if (prefix !== 'arn' || (service !== 'iam' && service !== 'sts') || account === undefined) return stranger;
  const resource = rest.join(':');
  if (resource === '') return stranger;
  if (service === 'iam' && resource === 'root') return { ...ordinary, root: true, session: false, account };
  if (service === 'iam' && resource.startsWith('user/')) return { ...ordinary, session: false, account };
  if (service === 'sts' && resource.startsWith('federated-user/')) {
    return { ...ordinary, needsSession: true, account };
  }
  const serviceLinked = isServiceLinked(roleArn) || isServiceLinked(arn);
  return { ...ordinary, serviceControl: !serviceLinked, resourceControl: !serviceLinked, account };
}

function isServiceLinked(roleArn: string | undefined): boolean {
  if (typeof roleArn !== 'string') return false;
  const [prefix, , service, , , resource] = roleArn.split(':', 6);
  return prefix === 'arn' && service === 'iam' && resource?.startsWith('role/aws-service-role/') === true;
}

const colon = 58;

/** Whether an ARN names an account other than `account`. An ARN without account, such as `*`, is of any. */
export function isForeign(resource: string, account: string | undefined): boolean {
  if (account === undefined) return false;
  let at = 0;
  for (let colons = 0; colons < 4; at++) {
    if (at >= resource.length) return false;
    if (resource.charCodeAt(at) === colon) colons++;
  }
  if (resource.charCodeAt(at) === colon) return false;
  for (let index = 0; index < account.length; index++) {
    if (resource.charCodeAt(at + index) !== account.charCodeAt(index)) return true;
  }
  return resource.charCodeAt(at + account.length) !== colon;
}
