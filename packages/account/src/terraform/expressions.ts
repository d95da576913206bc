import { type Resolved, textOf } from '../described/resolved-value.js';
import type { Configuration } from './configuration.js';
import { listOf, recordOf, textIn } from './records.js';
import { addressOf, inModule, parentModule, traversalOf } from './traversal.js';
import type { ValueSite } from './value-site.js';

/** An attribute of a resource that an expression refers to. */
export interface Leaf {
  readonly address: string;
  readonly attribute: string;
}

/** What a {@link Leaf} comes to. */
export interface LeafValue {
  readonly value: Resolved;
  readonly resource: { readonly type: string; readonly address: string };
  /** Whether the plan does not have it. */
  readonly isUnknown: boolean;
}

/** What the configuration tells of values that a plan does not have. */
export interface Expressions {
  /** The value of an expression that is one reference. */
  value(site: ValueSite): Resolved | undefined;
  /** The unknown items of a list of references, of which these others are known. */
  items(site: ValueSite, count: number, known: readonly Resolved[]): readonly Resolved[] | undefined;
}

/**
 * Attributes that are written as a reference and nothing else. Of an expression a plan tells only what it refers to,
 * not what it makes of it: a name is often put together, the ARN of a policy is not.
 */
const plain: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    group: ['aws_iam_group'],
    group_name: ['aws_iam_group'],
    groups: ['aws_iam_group'],
    identity_pool_id: ['aws_cognito_identity_pool'],
    managed_policy_arns: ['aws_iam_policy'],
    override_policy_documents: ['aws_iam_policy_document'],
    permissions_boundary: ['aws_iam_policy'],
    policy: ['aws_iam_policy_document'],
    policy_arn: ['aws_iam_policy'],
    policy_arns: ['aws_iam_policy'],
    policy_names: ['aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'],
    resources: ['aws_cognito_user_pool'],
    role: ['aws_iam_role'],
    role_arn: ['aws_iam_role'],
    role_name: ['aws_iam_role'],
    roles: ['aws_iam_role'],
    source_policy_documents: ['aws_iam_policy_document'],
    user: ['aws_iam_user'],
    user_name: ['aws_iam_user'],
    user_pool_id: ['aws_cognito_user_pool'],
    users: ['aws_iam_user'],
  }).map(([name, types]) => [name, new Set(types)]),
);

/** Of these that are unknown as a whole not even the length is known. */
const lists: ReadonlySet<string> = new Set([...plain.keys()].filter((name) => /s$/.test(name)));

/** How many modules a value is passed through at most. */
const deepest = 64;

/** Follows expressions to what they refer to; `leafValue` gives the value of an attribute of a resource. */
export function createExpressions(
  configuration: Configuration,
  leafValue: (leaf: Leaf) => LeafValue | undefined,
): Expressions {
  const leaves = ({ name, expression, module }: ValueSite): readonly LeafValue[] | undefined => {
    const types = plain.get(name);
    const found = types && followed(configuration, expression, module, 0)?.map(leafValue);
    if (found === undefined) return undefined;
    const whole = found.flatMap((leaf) =>
      leaf !== undefined && types?.has(leaf.resource.type) ? [leaf] : [],
    );
    return whole.length === found.length ? whole : undefined;
  };
  return {
    value(site) {
      const [leaf, ...others] = (lists.has(site.name) ? undefined : leaves(site)) ?? [];
      if (leaf === undefined || others.length > 0) return undefined;
      return isAttributeFor(site.name, leaf) ? { ...leaf.value, ...placeFor(site, leaf) } : undefined;
    },
    items(site, count, known) {
      const all = leaves(site);
      if (all === undefined || !all.every((leaf) => isAttributeFor(site.name, leaf))) return undefined;
      const unknown = all.filter(({ isUnknown }) => isUnknown);
      const texts = known.map(textOf);
      // A reference that is known must be one of the known items, or it may be part of an unknown one.
      const stray = all.some(({ isUnknown, value }) => !isUnknown && !texts.includes(textOf(value)));
      if (unknown.length !== count || stray) return undefined;
      return unknown.map((leaf) => ({ ...leaf.value, pointer: site.pointer }));
    },
  };
}

/** A document keeps the places of its statements; anything else is where it is used. */
function placeFor({ pointer }: ValueSite, { value }: LeafValue): { readonly pointer?: string } {
  return value.kind === 'scalar' ? { pointer } : {};
}

/** The ARN of a pool is a resource, its id is none, and so on. */
function isAttributeFor(name: string, { value, resource }: LeafValue): boolean {
  const text = textOf(value);
  const wantsArn = /(^resources|_arns?|^permissions_boundary)$/.test(name);
  if (wantsArn && text !== undefined) return text.startsWith('arn:');
  return resource.type !== 'aws_cognito_user_pool' || text === undefined || !text.startsWith('arn:');
}

/** The attributes that an expression refers to; `undefined` where it refers to anything else. */
function followed(
  configuration: Configuration,
  expression: unknown,
  module: string,
  depth: number,
): readonly Leaf[] | undefined {
  const references = listOf(recordOf(expression).get('references'));
  const texts = references.flatMap((reference) => textIn(reference) ?? []);
  // Terraform lists `a.b.arn` with `a.b`, which is part of it.
  const longest = texts.filter(
    (text) => !texts.some((other) => other.startsWith(`${text}.`) || other.startsWith(`${text}[`)),
  );
  if (longest.length === 0 || longest.length !== new Set(longest).size || depth > deepest) return undefined;
  const found = longest.map((text) => target(configuration, text, module, depth));
  const whole = found.flatMap((leaf) => leaf ?? []);
  return found.includes(undefined) ? undefined : whole;
}

function target(
  configuration: Configuration,
  reference: string,
  module: string,
  depth: number,
): readonly Leaf[] | undefined {
  const { steps } = traversalOf(reference) ?? { steps: [] };
  const [first, second, third] = steps;
  if (first === undefined || second === undefined) return undefined;
  if (first.name === 'var') {
    if (steps.length > 2 || second.key !== '' || module === '') return undefined;
    return followed(
      configuration,
      configuration.argument(module, second.name),
      parentModule(module),
      depth + 1,
    );
  }
  if (first.name === 'module') {
    if (steps.length !== 3 || third === undefined || third.key !== '') return undefined;
    const called = inModule(module, addressOf([first, second]));
    return followed(configuration, configuration.output(called, third.name), called, depth + 1);
  }
  const own = first.name === 'data' ? 3 : 2;
  const attribute = steps[own];
  if (steps.length !== own + 1 || attribute === undefined || attribute.key !== '') return undefined;
  return [{ address: inModule(module, addressOf(steps.slice(0, own))), attribute: attribute.name }];
}
