import { basename } from 'node:path';
import type { DocumentPlaces, FileReader, PlacedPolicy } from '@cognito-iam/account';
import { policyList } from '@cognito-iam/account';
import type { NamedPolicy, PolicyLayers } from '@cognito-iam/core';
import { UserError } from '../user-error.js';
import type { AccessOptions } from './access-options.js';

/** Policies that belong to no account. */
export interface PolicyFiles {
  readonly layers: PolicyLayers;
  readonly policies: readonly PlacedPolicy[];
}

/** The policies of the files that the options name; `undefined` where they name none. */
export function policyFiles(options: AccessOptions, reader: FileReader): PolicyFiles | undefined {
  const { policies, boundary, sessionPolicies, scp } = options;
  if (
    policies === undefined &&
    boundary === undefined &&
    sessionPolicies === undefined &&
    scp === undefined
  ) {
    return undefined;
  }
  if (policies === undefined) {
    throw new UserError(
      '`--policies <file>` is missing: --boundary, --session-policies and --scp limit what these allow; policies of an account stand in its configuration',
    );
  }
  const places = new Map<object, DocumentPlaces>();
  const read = (file: string): NamedPolicy => {
    const { value, placeOf } = reader.source(file);
    // Whether it is a policy is for the policy engine to say.
    const policy = { name: basename(file), document: JSON.stringify(value) };
    places.set(policy, placeOf);
    return policy;
  };
  const layers: PolicyLayers = {
    identity: policies.map(read),
    ...(boundary !== undefined && { boundary: read(boundary) }),
    ...(sessionPolicies && { session: sessionPolicies.map(read) }),
    ...(scp && { serviceControl: scp.map((file) => [read(file)]) }),
  };
  return { layers, policies: placed(layers, places) };
}

function placed(layers: PolicyLayers, places: ReadonlyMap<object, DocumentPlaces>): readonly PlacedPolicy[] {
  return policyList(layers, (_, { policyType, level, index }) => {
    const list =
      policyType === 'boundary'
        ? [layers.boundary]
        : policyType === 'identity' || policyType === 'session'
          ? layers[policyType]
          : layers[policyType]?.[level];
    const source = list?.[index];
    const found = typeof source === 'object' ? places.get(source) : undefined;
    return { attachment: 'none', ...(found && { places: found }) };
  });
}
