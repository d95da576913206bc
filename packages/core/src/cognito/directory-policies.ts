import { ConfigurationError } from '../errors.js';
import { invalid, pointer } from '../options.js';
import {
  type NamedPolicy,
  nearestName,
  type PolicySource,
  type PolicyType,
  parsePolicy,
} from '../policy/index.js';
import type { AttachedPolicies } from './attached-policies-options.js';
import { isIamName, type ReadDirectoryOptions } from './directory-options.js';
import { awsManagedPolicies, awsManagedPolicyArn } from './managed-policies.js';

/** Finds a managed policy by name or ARN; `path` is the option that names it. */
export type ManagedPolicyFinder = (nameOrArn: string, path: string) => NamedPolicy;

/**
 * Parses a policy. A {@link PolicyError} names `path`, the option that holds the document, in place of a policy name;
 * decisions report `named`.
 */
export function policyAt(
  source: NamedPolicy['document'],
  path: string,
  named: { readonly name: string; readonly arn?: string },
  type: PolicyType = 'identity',
): NamedPolicy {
  if (typeof source === 'string' && !/^\s*[{["]/.test(source)) {
    throw invalid(
      path,
      'expected a policy document or its JSON text; read a file with `readFileSync(file, "utf8")`',
    );
  }
  if (typeof source === 'object' && source !== null && Object.hasOwn(source, 'PolicyDocument')) {
    throw invalid(path, 'expected a policy document: give what stands in `PolicyDocument`');
  }
  const { document } = parsePolicy({ name: path, document: source }, type);
  return Object.freeze({ ...named, document });
}

/** The managed policies of an account, its own before AWS's where both have the name. */
export function managedPolicyFinder(
  options: ReadDirectoryOptions,
  partition: string,
  path: string,
): ManagedPolicyFinder {
  const byName = new Map<string, NamedPolicy>();
  const byArn = new Map<string, NamedPolicy>();
  for (const [key, source] of Object.entries(options.managedPolicies ?? {})) {
    const at = pointer(path, key);
    const named = managedPolicyName(key, options.account, partition, at);
    if (byArn.has(named.arn) || byName.has(named.name)) {
      throw invalid(at, `a managed policy \`${named.name}\` is there twice: give it one key`);
    }
    const policy = policyAt(source, at, named);
    byName.set(named.name, policy);
    byArn.set(named.arn, policy);
  }
  for (const policy of awsManagedPolicies.values()) {
    const arn = awsManagedPolicyArn(policy, partition);
    const named = { name: policy.name, arn, document: policy.document };
    if (!byArn.has(arn)) byArn.set(arn, named);
    if (!byName.has(policy.name)) byName.set(policy.name, named);
  }
  return (nameOrArn, at) => {
    const found = (nameOrArn.startsWith('arn:') ? byArn : byName).get(nameOrArn);
    if (found !== undefined) return found;
    const nearest = nearestName(nameOrArn, [...byName.keys(), ...byArn.keys()]);
    throw new ConfigurationError(
      'ERR_MANAGED_POLICY_UNKNOWN',
      at,
      `there is no managed policy \`${nameOrArn}\` in partition \`${partition}\`; ${
        nearest === undefined ? '' : `did you mean \`${nearest}\`? if not, `
      }add its document to \`managedPolicies\``,
    );
  };
}

/** The policies attached to a role, user or group, inline ones first; `path` is its option. */
export function attachedPolicies(
  options: AttachedPolicies,
  find: ManagedPolicyFinder,
  path: string,
): readonly NamedPolicy[] {
  const policies: NamedPolicy[] = [];
  const inlinePath = pointer(path, 'inlinePolicies');
  for (const [name, source] of Object.entries(options.inlinePolicies ?? {})) {
    const at = pointer(inlinePath, name);
    if (!isIamName(name, 128)) {
      throw invalid(at, `\`${name}\` is not a policy name: up to 128 letters, digits and \`+=,.@_-\``);
    }
    policies.push(policyAt(source, at, { name }));
  }
  const managedPath = pointer(path, 'managedPolicies');
  for (const [index, nameOrArn] of (options.managedPolicies ?? []).entries()) {
    policies.push(find(nameOrArn, pointer(managedPath, String(index))));
  }
  return policies;
}

/** The levels of service or resource control policies; one without a name goes by its place in the options. */
export function controlPolicies(
  levels: readonly (readonly PolicySource[])[],
  type: 'serviceControl' | 'resourceControl',
  path: string,
): readonly (readonly NamedPolicy[])[] {
  return levels.map((level, depth) =>
    level.map((source, index) => {
      const at = pointer(pointer(path, String(depth)), String(index));
      if (typeof source === 'string' || !('document' in source)) {
        return policyAt(source, at, { name: at }, type);
      }
      const { name, arn, document } = source;
      if (typeof name !== 'string' || name === '') {
        throw invalid(at, 'a policy with a `document` needs a `name`');
      }
      return policyAt(document, at, arn === undefined ? { name } : { name, arn }, type);
    }),
  );
}

/** Reads the key of a managed policy, a name or an ARN, and gives both. */
function managedPolicyName(
  key: string,
  account: string,
  partition: string,
  path: string,
): { readonly name: string; readonly arn: string } {
  const prefix = key.startsWith('arn:') ? key.slice(0, key.indexOf('/')) : '';
  const name = key.slice(key.lastIndexOf('/') + 1);
  const owned = `arn:${partition}:iam::${account}:policy`;
  const wellFormed =
    prefix === '' ? name === key : prefix === owned || prefix === `arn:${partition}:iam::aws:policy`;
  if (!wellFormed || !isIamName(name, 128)) {
    throw invalid(path, `\`${key}\` is neither a policy name nor an ARN such as \`${owned}/Name\``);
  }
  return { name, arn: prefix === '' ? `${owned}/${name}` : key };
}
