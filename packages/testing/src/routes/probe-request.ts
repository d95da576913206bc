import type { Operation } from '@cognito-iam/core';
import { TestKitError } from '../kit-error.js';

/** What requests of the kit ask for where any operation will do. */
export const sampleOperation: Operation = 'ListUsers';

/** Why a request failed, such as a connection that was lost. Throws on what the kit itself has to say. */
export function failure(error: unknown): Error {
  if (error instanceof TestKitError) throw error;
  return error instanceof Error ? error : new Error(String(error));
}
