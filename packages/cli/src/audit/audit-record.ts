import { randomUUID } from 'node:crypto';
import { catalog, type DecisionEvent, type HttpRequest, type Operation } from '@cognito-iam/core';
import { shownMembers } from './shown-members.js';
import { type UserIdentity, userIdentity } from './user-identity.js';

/**
 * One request to the API as AWS CloudTrail records it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface AuditRecord {
  readonly eventVersion: '1.10';
  readonly userIdentity: UserIdentity;
  /** In UTC, to the second. */
  readonly eventTime: string;
  readonly eventSource: 'cognito-idp.amazonaws.com';
  readonly eventName: Operation;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  /** Absent where the request was let through; `AccessDenied` where IAM refused it, or else the name of the error. */
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** Members with names as CloudTrail has them (`userPoolId`), and without secrets. */
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  /** What the upstream answered is not read. */
  readonly responseElements: null;
  /** Present where the request was let through although it would have been refused: `mode` is `audit`. */
  readonly additionalEventData?: { readonly auditMode: { readonly errorCode: string } };
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly { readonly accountId: string; readonly type: string; readonly ARN: string }[];
  readonly eventType: 'AwsApiCall';
  readonly managementEvent: true;
  readonly recipientAccountId: string;
  readonly eventCategory: 'Management';
}

/** Where the request was made. */
export interface AuditScope {
  readonly account: string;
  readonly region: string;
}

/**
 * The record of a decision; `undefined` for a request that names no operation, which CloudTrail does not know either.
 * `members` are those that were decided on; where there are none, the body is read for what it says.
 */
export function auditRecord(
  event: DecisionEvent,
  request: HttpRequest,
  { account, region }: AuditScope,
  members?: Readonly<Record<string, unknown>>,
): AuditRecord | undefined {
  const { operation, outcome, error, resource } = event;
  if (operation === undefined) return undefined;
  const errorCode = error === undefined ? undefined : codeOf(error.type);
  const { message } = error ?? {};
  return {
    eventVersion: '1.10',
    userIdentity: userIdentity(event.principal, request.headers, account),
    eventTime: `${new Date(event.time).toISOString().slice(0, -'.000Z'.length)}Z`,
    eventSource: 'cognito-idp.amazonaws.com',
    eventName: operation,
    awsRegion: region,
    sourceIPAddress: request.sourceIp ?? 'unknown',
    userAgent: textOf(request.headers['user-agent'] ?? request.headers['x-amz-user-agent']) ?? '-',
    ...(outcome === 'refused' && errorCode !== undefined && { errorCode }),
    ...(outcome === 'refused' && message !== undefined && { errorMessage: message }),
    requestParameters: shownMembers(members ?? request.body),
    responseElements: null,
    ...(outcome === 'audited' &&
      errorCode !== undefined && { additionalEventData: { auditMode: { errorCode } } }),
    requestID: event.requestId,
    eventID: randomUUID(),
    readOnly: isReadOnly(operation),
    ...(resource !== undefined &&
      resource !== '*' && { resources: [{ accountId: account, type: typeOf(resource), ARN: resource }] }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

/** CloudTrail leaves the end of this one name out. */
function codeOf(type: string): string {
  return type === 'AccessDeniedException' ? 'AccessDenied' : type;
}

function typeOf(arn: string): string {
  return /^(?:[^:]*:){5}userpool\//.test(arn) ? 'AWS::Cognito::UserPool' : 'AWS::WAFv2::WebACL';
}

/** The access level of the action; operations that the service reference does not list go by their names. */
function isReadOnly(operation: Operation): boolean {
  const level = catalog.action(operation)?.accessLevel;
  if (level === undefined) return /^(?:Admin)?(?:Get|List|Describe)/.test(operation);
  return level === 'Read' || level === 'List';
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}
