import type { Forwarder } from './forward.js';

/** Calls one operation of the emulator, past the permission check, and resolves with the parsed answer. */
export type CallEmulator = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** An error that the emulator answered, with Cognito's name and message. */
export class EmulatorError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Makes a {@link CallEmulator} of the way to an emulator. */
export function callThrough({ forward }: Pick<Forwarder, 'forward'>): CallEmulator {
  return async (operation, input) => {
    const { status, body } = await forward(operation, input);
    if (status === 200) return body;
    throw new EmulatorError(textAt(body, '__type'), textAt(body, 'message'));
  };
}

/** The member `name` of something that was parsed from JSON; `undefined` where it has none. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** The text of a member, empty where it is not text. */
export function textAt(value: unknown, name: string): string {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
}

/** The items of a member, none where it is not a list. */
export function itemsAt(value: unknown, name: string): readonly unknown[] {
  const items: unknown = memberOf(value, name);
  return Array.isArray(items) ? items : [];
}
