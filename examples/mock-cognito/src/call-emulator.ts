/** Calls one operation of the emulator, past the permission check, and resolves with the parsed answer. */
export type CallEmulator = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** An error that the emulator answered, with Cognito's name and message. */
export class EmulatorError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Makes a {@link CallEmulator} for an emulator that listens on `url`. */
export function emulatorAt(url: string): CallEmulator {
  return async (operation, input) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(input),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    throw new EmulatorError(textAt(answer, '__type'), textAt(answer, 'message'));
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
