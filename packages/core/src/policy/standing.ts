import { TextTable } from './text-table.js';
import type { PolicyType, RequestPrincipal } from './types.js';

/** How IAM treats a principal, before any policy is read: whether policies of each type apply to it, and more. */
export interface Standing extends Readonly<Record<PolicyType, boolean>> {
  /** A federated user has no permission without a session policy. */
  readonly needsSession: boolean;
  /** Whether anything in this account can allow it: nothing does anonymous callers and AWS services. */
  readonly known: boolean;
  /** Where the principal's ARN says it belongs: the partition as an ARN begins with it, and the account. */
  readonly home: { readonly prefix: string; readonly account: string } | undefined;
}

const ordinary: Standing = {
  identity: true,
  boundary: true,
  session: true,
  serviceControl: true,
  resourceControl: true,
  needsSession: false,
  known: true,
  home: undefined,
};

const stranger: Standing = {
  ...ordinary,
  identity: false,
  boundary: false,
  session: false,
  serviceControl: false,
  known: false,
};

interface Remembered {
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly standing: Standing;
}

const byArn: TextTable<Remembered> = new TextTable(16, 1024);
const shared: TextTable<Standing> = new TextTable(16, 256);

/** The last one that was known. */
let last: Remembered = { arn: '', roleArn: undefined, standing: stranger };

/**
 * How IAM treats a principal, read from its ARN. Without a principal the request is that of an ordinary one
 * of the resource's account; anything that is no ARN of IAM or STS is a stranger, whom nothing allows.
 *
 * Principals repeat themselves, so the last ones are remembered; and principals of equal standing mostly share one
 * object, so that what follows from it can be kept under it.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function standingOf(principal: RequestPrincipal | undefined): Standing {
  if (principal === undefined || principal === null) return ordinary;
  const { arn, roleArn } = principal;
  if (typeof arn !== 'string') return stranger;
  if (arn === last.arn && roleArn === last.roleArn) return last.standing;
  const known = byArn.get(arn);
  if (known !== undefined && known.roleArn === roleArn) {
    last = known;
    return known.standing;
  }
  const standing = share(readStanding(arn, roleArn));
  byArn.set(arn, { arn, roleArn, standing });
  return standing;
}

function share(standing: Standing): Standing {
  const text = JSON.stringify(standing);
  const known = shared.get(text);
  if (known === undefined) shared.set(text, standing);
  return known ?? standing;
}

function readStanding(arn: string, roleArn: string | undefined): Standing {
  const [prefix, partition, service, , account, ...rest] = arn.split(':', 7);
  const resource = rest.join(':');
  if (prefix !== 'arn' || (service !== 'iam' && service !== 'sts')) return stranger;
  if (account === undefined || resource === '') return stranger;
  const home = { prefix: `arn:${partition}:`, account };
  // The root user needs no identity-based policy.
  if (service === 'iam' && resource === 'root') {
    return { ...ordinary, identity: false, boundary: false, session: false, home };
  }
  // Neither has sessions with policies of their own.
  if (service === 'iam' && resource.startsWith('user/')) return { ...ordinary, session: false, home };
  if (service === 'sts' && resource.startsWith('federated-user/')) {
    return { ...ordinary, needsSession: true, home };
  }
  if (isServiceLinked(roleArn) || isServiceLinked(arn)) {
    return { ...ordinary, serviceControl: false, resourceControl: false, home };
  }
  return { ...ordinary, home };
}

function isServiceLinked(roleArn: string | undefined): boolean {
  if (typeof roleArn !== 'string') return false;
  const [prefix, , service, , , resource] = roleArn.split(':', 6);
  return prefix === 'arn' && service === 'iam' && resource?.startsWith('role/aws-service-role/') === true;
}

const colon = 58;

/** Whether an ARN names an account, or a partition, other than the principal's. An ARN without account, such as `*`, is of any. */
export function isForeign(resource: string, { home }: Standing): boolean {
  if (home === undefined) return false;
  const { prefix, account } = home;
  let at = 0;
  for (let colons = 0; colons < 4; at++) {
    if (at >= resource.length) return false;
    if (resource.charCodeAt(at) === colon) colons++;
  }
  if (resource.charCodeAt(at) === colon) return false;
  for (let index = 0; index < account.length; index++) {
    if (resource.charCodeAt(at + index) !== account.charCodeAt(index)) return true;
  }
  return resource.charCodeAt(at + account.length) !== colon || !resource.startsWith(prefix);
}
