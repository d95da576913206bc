/** A member of something that a framework made; `undefined` where it has none. */
export function memberOf(value: unknown, name: string | symbol): unknown {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject ? Reflect.get(value, name) : undefined;
}

/** A member that is a list; an empty one where it is none. */
export function listOf(value: unknown, name: string | symbol): readonly unknown[] {
  const member = memberOf(value, name);
  return Array.isArray(member) ? member : [];
}

/** Whether a member is a function. */
export function hasMethod(value: unknown, name: string): boolean {
  return typeof memberOf(value, name) === 'function';
}

/** Calls a method of something that a framework made. */
export function call(value: unknown, name: string, ...given: readonly unknown[]): unknown {
  const method = memberOf(value, name);
  if (typeof method !== 'function') throw new TypeError(`there is no method \`${name}\``);
  return Reflect.apply(method, value, given);
}
