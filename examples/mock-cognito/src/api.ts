import type { AuthorizationResult, Operation } from '@cognito-iam/core';
import { type ApiAnswer, internalError } from './api-answer.js';
import type { Forwarder } from './forward.js';
import { inWordsOfTheEmulator } from './refreshes.js';
import type { SessionBook } from './sessions.js';
import type { SignInCheck } from './sign-ins.js';
import type { SignOuts } from './sign-outs.js';

/** What {@link createApi} is put together from. */
export interface ApiParts {
  readonly forwarder: Forwarder;
  /** The refusal of a request that the emulator must not get to see. */
  readonly refusalOf: (operation: Operation, members: unknown) => ApiAnswer | undefined;
  readonly sessions: SessionBook;
  readonly signIns: SignInCheck;
  readonly signOuts: SignOuts;
  /** To be told of every operation that the emulator has carried out. */
  readonly done: (operation: string) => Promise<void>;
  /** Takes the log, line by line. */
  readonly write: (line: string) => void;
}

/** Carries out what the permission check let through. Never rejects: what goes wrong is logged and answered. */
export type Api = (decided: Pick<AuthorizationResult, 'operation' | 'members'>) => Promise<ApiAnswer>;

/** The way of a request behind the permission check: the emulator's gaps, and between them the emulator. */
export function createApi(parts: ApiParts): Api {
  const { forwarder, refusalOf, sessions, signIns, signOuts, done, write } = parts;

  const carryOut: Api = async (decided) => {
    const objectionable = refusalOf(decided.operation, decided.members);
    if (objectionable !== undefined) return objectionable;
    const { operation, members } = inWordsOfTheEmulator(decided);
    const refused = await signOuts.answer(operation, members);
    if (refused !== undefined) return refused;
    const taken = sessions.take(operation, members);
    if ('refusal' in taken) return taken.refusal;
    const answer = await forwarder.forward(operation, taken.members);
    if (answer.status !== 200) return answer;
    const objection = await signIns(operation, taken.members, answer.body);
    if (objection !== undefined) return objection;
    sessions.remember(operation, taken.members, answer.body);
    await done(operation);
    return answer;
  };

  return async (decided) => {
    try {
      return await carryOut(decided);
    } catch (error) {
      write(`fault: ${error instanceof Error ? error.message : String(error)}`);
      return internalError;
    }
  };
}
