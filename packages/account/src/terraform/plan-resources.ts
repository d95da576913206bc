import { pointerOf } from '../json-pointer.js';
import { listOf, recordOf, textIn } from './records.js';

/** A resource or data source as a plan or state writes it. */
export interface WrittenResource {
  /** `module.auth.aws_iam_role.support["a"]`. */
  readonly address: string;
  /** The address of its module, empty for the root. */
  readonly module: string;
  readonly mode: 'managed' | 'data';
  /** `aws_iam_role`. */
  readonly type: string;
  readonly name: string;
  /** JSON Pointer of where it is written. */
  readonly pointer: string;
  readonly values: ReadonlyMap<string, unknown>;
  /** What of the values is known only after the plan is applied, in their shape; empty in a state. */
  readonly unknown: ReadonlyMap<string, unknown>;
}

/**
 * The resources of a plan as they will be, or of a state as they are. A plan has what data sources gave already in its
 * prior state.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export function writtenResources(file: ReadonlyMap<string, unknown>): readonly WrittenResource[] {
  const changes = new Map(
    listOf(file.get('resource_changes')).map((change) => {
      const members = recordOf(change);
      return [textIn(members.get('address')) ?? '', recordOf(members.get('change'))] as const;
    }),
  );
  const unknownOf = (address: string) => recordOf(changes.get(address)?.get('after_unknown'));
  const read = (values: unknown, ...steps: readonly string[]): readonly WrittenResource[] =>
    moduleResources(recordOf(values).get('root_module'), '', [...steps, 'root_module'], unknownOf);
  const present = file.has('planned_values')
    ? read(file.get('planned_values'), 'planned_values')
    : read(file.get('values'), 'values');
  const prior = read(recordOf(file.get('prior_state')).get('values'), 'prior_state', 'values');
  const found = new Map(present.map((resource) => [resource.address, resource]));
  for (const resource of prior) {
    if (resource.mode === 'data' && !found.has(resource.address)) found.set(resource.address, resource);
  }
  return [...found.values()];
}

/** How deep modules are nested at most: those of a file that goes on without end are not read further. */
const deepest = 64;

function moduleResources(
  value: unknown,
  module: string,
  steps: readonly (string | number)[],
  unknownOf: (address: string) => ReadonlyMap<string, unknown>,
  depth = 0,
): readonly WrittenResource[] {
  const members = recordOf(value);
  const own = listOf(members.get('resources')).flatMap((resource, index): readonly WrittenResource[] => {
    const written = recordOf(resource);
    const [address, type, name, mode] = ['address', 'type', 'name', 'mode'].map((key) =>
      textIn(written.get(key)),
    );
    const provider = textIn(written.get('provider_name'));
    if (address === undefined || type === undefined || name === undefined) return [];
    if (provider !== undefined && !/(^|\/)aws(cc)?$/.test(provider)) return [];
    return [
      {
        address,
        module,
        mode: mode === 'data' ? 'data' : 'managed',
        type,
        name,
        pointer: pointerOf(...steps, 'resources', index),
        values: recordOf(written.get('values')),
        unknown: unknownOf(address),
      },
    ];
  });
  if (depth === deepest) return own;
  const inner = listOf(members.get('child_modules')).flatMap((child, index) => {
    const address = textIn(recordOf(child).get('address'));
    if (address === undefined) return [];
    return moduleResources(child, address, [...steps, 'child_modules', index], unknownOf, depth + 1);
  });
  return [...own, ...inner];
}

/** What a resource of this type was that a plan removes. */
export function removedResources(
  file: ReadonlyMap<string, unknown>,
  type: string,
): readonly ReadonlyMap<string, unknown>[] {
  return listOf(file.get('resource_changes')).flatMap((item) => {
    const members = recordOf(item);
    const change = recordOf(members.get('change'));
    const removed = listOf(change.get('actions')).includes('delete');
    return members.get('type') === type && removed ? [recordOf(change.get('before'))] : [];
  });
}
