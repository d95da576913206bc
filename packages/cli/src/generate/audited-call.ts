import { catalog } from '@cognito-iam/core';

/** One call of a log, as far as permissions go. */
export interface AuditedCall {
  /** `role/Support`, `user/alice`, or another kind with its name: `root`, `anonymous`. */
  readonly principal: string;
  /** Whether a policy can be attached to it. */
  readonly hasPolicies: boolean;
  /** Account of the principal. */
  readonly account: string;
  /** Without prefix. */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** `used`: IAM let it pass, or it was let pass in mode `audit`; `denied`: refused for want of permission. */
  readonly outcome: 'used' | 'denied' | 'failed';
  /** The error of a call that failed, or of one that failed behind the permission check. */
  readonly errorCode: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Why a record is no such call. */
export type PassedOver =
  | { readonly passedOver: 'unreadable' }
  | { readonly passedOver: 'otherService'; readonly name: string }
  | { readonly passedOver: 'noOperation'; readonly name: string }
  | { readonly passedOver: 'noPermissionNeeded'; readonly name: string }
  | { readonly passedOver: 'noResource'; readonly name: string };

/** Errors with which AWS refuses a call before it asks IAM, or whatever IAM says. */
const beforeIam: ReadonlySet<string> = new Set([
  'InvalidParameterException',
  'NotAuthorizedException',
  'TooManyRequestsException',
  'InternalErrorException',
  'ForbiddenException',
]);

/**
 * Reads a record of CloudTrail's, or of the gateway's audit log, which has the same shape.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function auditedCall(record: unknown): AuditedCall | PassedOver {
  if (!isObject(record)) return { passedOver: 'unreadable' };
  const source = textOf(record['eventSource']);
  const name = textOf(record['eventName']);
  if (source === undefined || name === undefined) return { passedOver: 'unreadable' };
  if (source !== 'cognito-idp.amazonaws.com') return { passedOver: 'otherService', name: source };
  const operation = catalog.operation(name);
  if (operation === undefined) return { passedOver: 'noOperation', name };
  if (operation.authorization !== 'iam') return { passedOver: 'noPermissionNeeded', name };
  const time = Date.parse(textOf(record['eventTime']) ?? '');
  const principal = principalOf(record);
  if (Number.isNaN(time) || principal === undefined) return { passedOver: 'unreadable' };
  const code = record['errorCode'] ?? undefined;
  // What failed in a way that cannot be told must not become a permission.
  if (code !== undefined && typeof code !== 'string') return { passedOver: 'unreadable' };
  const resource = resourceOf(record, operation.resourceFrom ?? '*', operation.requiredMembers);
  if (resource === undefined) return { passedOver: 'noResource', name };
  const outcome =
    code === undefined || (operation.errors.includes(code) && !beforeIam.has(code))
      ? 'used'
      : /^AccessDenied(?:Exception)?$/.test(code)
        ? 'denied'
        : 'failed';
  return { ...principal, action: name, resource, outcome, errorCode: code, time };
}

function principalOf(
  record: Members,
): Pick<AuditedCall, 'principal' | 'hasPolicies' | 'account'> | undefined {
  const identity = record['userIdentity'];
  if (!isObject(identity)) return undefined;
  const type = textOf(identity['type']) ?? 'Unknown';
  const arn = textOf(identity['arn']) ?? '';
  const account = textOf(identity['accountId']) ?? arn.split(':')[4] ?? '';
  // It becomes part of names of policies and files.
  if (account !== '' && !/^\w{1,64}$/.test(account)) return undefined;
  const issuer = issuerOf(identity);
  if (type === 'AssumedRole') {
    const name =
      /^arn:[\w-]+:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(issuer ?? '')?.[1] ??
      /^arn:[\w-]+:sts::\d{12}:assumed-role\/([\w+=,.@-]+)\//.exec(arn)?.[1];
    return name === undefined ? undefined : { principal: `role/${name}`, hasPolicies: true, account };
  }
  if (type === 'IAMUser') {
    const name = /^arn:[\w-]+:iam::\d{12}:user\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn)?.[1];
    return name === undefined ? undefined : { principal: `user/${name}`, hasPolicies: true, account };
  }
  if (type === 'Root') return { principal: 'root', hasPolicies: false, account };
  if (type === 'Unknown' && arn === '') return { principal: 'anonymous', hasPolicies: false, account };
  const label = printable(arn === '' ? (textOf(identity['invokedBy']) ?? account) : arn);
  return { principal: `${printable(type)} ${label}`.trim(), hasPolicies: false, account };
}

function issuerOf(identity: Members): string | undefined {
  const session = identity['sessionContext'];
  const issuer = isObject(session) ? session['sessionIssuer'] : undefined;
  return isObject(issuer) ? textOf(issuer['arn']) : undefined;
}

/** Nothing that a policy would read as a pattern or a variable is a resource. */
const arnOfPool = /^arn:[a-z-]+:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[\w-]+_[0-9A-Za-z]+$/;

function resourceOf(record: Members, from: string, required: readonly string[]): string | undefined {
  if (from === '*') return '*';
  const parameters = isObject(record['requestParameters']) ? record['requestParameters'] : {};
  const region = textOf(record['awsRegion']) ?? '';
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const account = textOf(record['recipientAccountId']) ?? '';
  const id = textOf(parameters['userPoolId']);
  const named = from === 'ResourceArn' ? textOf(parameters['resourceArn']) : undefined;
  const listed = Array.isArray(record['resources']) ? record['resources'] : [];
  const candidates = [
    named,
    ...listed.map((one: unknown) => (isObject(one) ? (textOf(one['ARN']) ?? textOf(one['arn'])) : undefined)),
    id === undefined ? undefined : `arn:${partition}:cognito-idp:${region}:${account}:userpool/${id}`,
  ];
  const found = candidates.find((arn) => arn !== undefined && arnOfPool.test(arn));
  if (found !== undefined) return found;
  // The one operation whose pool may be left out is then asked about everything.
  return id === undefined && named === undefined && !required.includes(from) ? '*' : undefined;
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Text of a log, for a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
