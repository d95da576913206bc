/**
 * The region of a plan's default provider for AWS, where it is written there or in a variable; `undefined` elsewhere.
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function planRegion(plan: unknown): string | undefined {
  const providers = memberOf(memberOf(plan, 'configuration'), 'provider_config');
  const region = memberOf(memberOf(memberOf(providers, 'aws'), 'expressions'), 'region');
  const [reference] = [memberOf(region, 'references')].flat();
  const [, variable] = /^var\.([\w-]+)$/.exec(String(reference)) ?? [];
  const value =
    variable === undefined
      ? memberOf(region, 'constant_value')
      : memberOf(memberOf(memberOf(plan, 'variables'), variable), 'value');
  return typeof value === 'string' ? value : undefined;
}

/** A member of its own that a value of JSON has; `undefined` where it has none. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
