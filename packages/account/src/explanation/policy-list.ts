import type { NamedPolicy, PolicyDocument, PolicyLayers, PolicySource, PolicyType } from '@cognito-iam/core';
import type { DocumentPlaces } from '../account-part.js';

/** What a policy is attached to, in the words of `SimulateCustomPolicy`. */
export type PolicyAttachment = 'user' | 'group' | 'role' | 'aws-managed' | 'user-managed' | 'none';

/** A policy whose document is an object. */
export type ReadPolicy = NamedPolicy & { readonly document: PolicyDocument };

/** A policy that applies to a principal, with where it is written. */
export interface PlacedPolicy {
  readonly policyType: PolicyType;
  /** Level of a service or resource control policy, from the root; 0 for other types. */
  readonly level: number;
  readonly policy: ReadPolicy;
  readonly attachment: PolicyAttachment;
  /** Gives the place of a value in the document; absent where the document is in no file, as those of AWS are. */
  readonly places?: DocumentPlaces;
}

/** Where a policy of the layers stands, as {@link PolicyFinder} is asked about it. */
export interface LayerPlace {
  readonly policyType: PolicyType;
  readonly level: number;
  /** Place in its layer or level, from 0. */
  readonly index: number;
}

/** Gives attachment and places of a policy of the layers. */
export type PolicyFinder = (
  policy: NamedPolicy,
  at: LayerPlace,
) => Pick<PlacedPolicy, 'attachment' | 'places'>;

/** Every policy of the layers, in the order in which `explain` lists their statements. */
export function policyList(layers: PolicyLayers, find: PolicyFinder): readonly PlacedPolicy[] {
  const of = (policyType: PolicyType, sources: readonly PolicySource[], level = 0): PlacedPolicy[] =>
    sources.map((source, index) => {
      const policy = named(source, policyType, level, index);
      return { policyType, level, policy, ...find(policy, { policyType, level, index }) };
    });
  return [
    ...of('identity', layers.identity),
    ...of('boundary', layers.boundary === undefined ? [] : [layers.boundary]),
    ...of('session', layers.session ?? []),
    ...(layers.serviceControl ?? []).flatMap((sources, level) => of('serviceControl', sources, level)),
    ...(layers.resourceControl ?? []).flatMap((sources, level) => of('resourceControl', sources, level)),
  ];
}

/** The policy with its document read, and the name under which decisions report it. It has been compiled, so it is sound. */
function named(source: PolicySource, type: PolicyType, level: number, index: number): ReadPolicy {
  if (isNamed(source)) return { ...source, document: readDocument(source.document) };
  const document = readDocument(source);
  const leveled = type === 'serviceControl' || type === 'resourceControl';
  const place = leveled ? `${type}[${level}][${index}]` : `${type}[${index}]`;
  return { name: type === 'boundary' ? type : place, document };
}

function isNamed(source: PolicySource): source is NamedPolicy {
  return typeof source === 'object' && 'document' in source;
}

function readDocument(document: PolicyDocument | string): PolicyDocument {
  return typeof document === 'string' ? JSON.parse(document) : document;
}
