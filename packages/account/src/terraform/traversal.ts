/** A reference of an expression, or an address: `module.auth[0].aws_cognito_user_pool.main["a"].arn`. */
export interface Traversal {
  /** The names, with what is in brackets after each as it is written: `main["a"]` is `main` with `["a"]`. */
  readonly steps: readonly { readonly name: string; readonly key: string }[];
}

/** Reads a reference; `undefined` where it is none that is a plain path. */
export function traversalOf(text: string): Traversal | undefined {
  const steps: { name: string; key: string }[] = [];
  const step = /(?:^|\.)([A-Za-z_][\w-]*)((?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)/y;
  while (step.lastIndex < text.length) {
    const [, name, key = ''] = step.exec(text) ?? [];
    if (name === undefined) return undefined;
    steps.push({ name, key });
  }
  return { steps };
}

/** The names of the modules that an address of a module leads through: `auth`, `pool` for `module.auth[0].module.pool`. */
export function moduleNames(address: string): readonly string[] {
  const { steps } = traversalOf(address) ?? { steps: [] };
  return steps.flatMap(({ name }, index) => (index % 2 === 1 ? [name] : []));
}

/** The address of the module around a module. */
export function parentModule(address: string): string {
  const { steps } = traversalOf(address) ?? { steps: [] };
  return addressOf(steps.slice(0, -2));
}

/** The text of steps, with their keys. */
export function addressOf(steps: Traversal['steps']): string {
  return steps.map(({ name, key }) => name + key).join('.');
}

/** An address inside a module. */
export function inModule(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}
