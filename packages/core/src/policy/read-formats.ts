import type { IssueList } from './issue-list.js';
import { quote } from './quote.js';

const partitions: ReadonlySet<string> = new Set([
  '*',
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-eusc',
]);

/**
 * Notes what IAM's API refuses in an entry of `Action` or `NotAction`. A wildcard in the service prefix passes in
 * a stored document where the entry `grants`, since matching nothing it then grants nothing; anywhere else
 * matching nothing would open what the statement closes.
 */
export function verifyAction(entry: string, pointer: string, issues: IssueList, grants: boolean): void {
  if (entry === '*') return;
  const parts = entry.split(':', 3);
  const [prefix = ''] = parts;
  if (parts.length === 1) {
    issues.add(
      'action',
      pointer,
      `the action ${quote(entry)} has no service prefix, as in \`cognito-idp:AdminGetUser\``,
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    );
  } else if (parts.length > 2) {
    issues.add(
      'action',
      pointer,
      `the action ${quote(entry)} has more than one colon`,
      'Actions/Condition can contain only one colon.',
    );
  } else if (
    prefix !== '*' &&
    !/^[A-Za-z0-9.-]+$/.test(prefix) &&
    !(issues.stored && grants && isWildcard(prefix))
  ) {
    issues.add(
      'action',
      pointer,
      `the service prefix ${quote(prefix)} is not valid`,
      `Vendor ${prefix} is not valid`,
    );
  }
}

function isWildcard(prefix: string): boolean {
  return /^[A-Za-z0-9.*?-]+$/.test(prefix);
}

/** Notes what IAM's API refuses in an entry of `Resource` or `NotResource`. */
export function verifyResource(entry: string, pointer: string, issues: IssueList): void {
  if (entry === '*') return;
  const parts = entry.split(':');
  const [, partition = '', service = ''] = parts;
  if (parts.length === 1) {
    issues.add(
      'resource',
      pointer,
      `the resource ${quote(entry)} is neither an ARN nor \`*\``,
      `Resource ${entry} must be in ARN format or "*".`,
    );
  } else if (!partitions.has(partition)) {
    issues.add(
      'resource',
      pointer,
      `the partition ${quote(partition)} of ${quote(entry)} is not known`,
      `Partition "${partition}" is not valid for resource "${entry}".`,
    );
  } else if (parts.length < 3) {
    issues.add(
      'resource',
      pointer,
      `the ARN ${quote(entry)} names no service`,
      'Resource vendor must be fully qualified and cannot contain regexes.',
    );
  } else if (service === '' || (parts.length < 6 && entry.includes('::'))) {
    const legacy = 'The policy failed legacy parsing';
    issues.add('resource', pointer, `the ARN ${quote(entry)} lacks a part`, legacy);
  }
}
