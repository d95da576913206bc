import { listOf, recordOf, textIn } from './records.js';
import { moduleNames } from './traversal.js';

/**
 * The configuration that a plan was made of, as far as a plan tells it.
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export interface Configuration {
  /** What is written of a resource, by the address of its module and its own without keys; `undefined` for none. */
  resource(module: string, address: string): ReadonlyMap<string, unknown> | undefined;
  /** What a module gives as this output. */
  output(module: string, name: string): unknown;
  /** What a module is called with for this variable; `undefined` where its default counts. */
  argument(module: string, name: string): unknown;
  /** The region of the provider that resources have where they name none, where it is written or a variable. */
  readonly region: string | undefined;
}

/** Reads the configuration in a plan; that of a state is empty. */
export function readConfiguration(plan: ReadonlyMap<string, unknown>): Configuration {
  const configuration = recordOf(plan.get('configuration'));
  const variables = recordOf(plan.get('variables'));
  const root = recordOf(configuration.get('root_module'));
  const resources = new Map<string, ReadonlyMap<string, ReadonlyMap<string, unknown>>>();

  const call = (names: readonly string[]): ReadonlyMap<string, unknown> =>
    recordOf(recordOf(moduleOf(names.slice(0, -1)).get('module_calls')).get(names.at(-1) ?? ''));
  const moduleOf = (names: readonly string[]): ReadonlyMap<string, unknown> =>
    names.length === 0 ? root : recordOf(call(names).get('module'));
  const resourcesOf = (module: string): ReadonlyMap<string, ReadonlyMap<string, unknown>> => {
    const names = moduleNames(module);
    const key = names.join('.');
    const known = resources.get(key);
    if (known !== undefined) return known;
    const own = listOf(moduleOf(names).get('resources')).map((resource) => {
      const members = recordOf(resource);
      return [textIn(members.get('address')) ?? '', recordOf(members.get('expressions'))] as const;
    });
    resources.set(key, new Map(own));
    return new Map(own);
  };

  const provider = recordOf(recordOf(configuration.get('provider_config')).get('aws'));
  const region = recordOf(recordOf(provider.get('expressions')).get('region'));
  const [variable, ...others] = listOf(region.get('references'));
  const named = others.length === 0 ? textIn(variable)?.replace(/^var\./, '') : undefined;
  return {
    resource: (module, address) => resourcesOf(module).get(address),
    output: (module, name) =>
      recordOf(recordOf(moduleOf(moduleNames(module)).get('outputs')).get(name)).get('expression'),
    argument: (module, name) => {
      const names = moduleNames(module);
      return names.length === 0 ? undefined : recordOf(call(names).get('expressions')).get(name);
    },
    region: textIn(region.get('constant_value')) ?? textIn(recordOf(variables.get(named ?? '')).get('value')),
  };
}
