import { type ApiAnswer, errorAnswer } from './api-answer.js';
import { memberOf, textAt } from './call-emulator.js';

/** How long a session lasts, as with an app client of AWS's that says nothing else: three minutes. */
const lifetime = 180_000;
/** How long an expired session is told from one that never was. */
const memory = 3_600_000;

/** What a challenge was issued for. */
interface OpenChallenge {
  readonly challenge: string;
  readonly clientId: string;
  /** The user's name. */
  readonly username: string;
  /** The name that the user signed in with: the emulator takes a `sub` or an alias, too. */
  readonly typed: string;
  readonly expires: number;
}

/**
 * The sessions of sign-ins under way. The emulator issues `Session` values and takes any text in their place, so that
 * this book has to tell which have been issued, for whom, and not yet used.
 */
export interface SessionBook {
  /** Keeps the session that an answer of the emulator's opens, if it does. */
  readonly remember: (operation: string, members: unknown, answer: unknown) => void;
  /**
   * Takes the session of an answer to a challenge out of the book, and gives the members to go on with, which name
   * the user whom the challenge was issued for; or AWS's refusal. Other operations' members pass as they are.
   */
  readonly take: (
    operation: string,
    members: Readonly<Record<string, unknown>>,
  ) => { readonly members: Readonly<Record<string, unknown>> } | { readonly refusal: ApiAnswer };
}

const answersToChallenges: ReadonlySet<string> = new Set([
  'RespondToAuthChallenge',
  'AdminRespondToAuthChallenge',
]);
const signIns: ReadonlySet<string> = new Set(['InitiateAuth', 'AdminInitiateAuth']);

/** Opens an empty book; it is kept in memory. `now` gives the time in milliseconds. */
export function openSessionBook(now: () => number = Date.now): SessionBook {
  const book = new Map<string, OpenChallenge>();

  const forgetOld = (): void => {
    // The oldest come first.
    for (const [session, { expires }] of book) {
      if (expires + memory > now()) return;
      book.delete(session);
    }
  };

  return {
    remember: (operation, members, answer) => {
      const session = textAt(answer, 'Session');
      const challenge = textAt(answer, 'ChallengeName');
      const answered = answersToChallenges.has(operation);
      if (session === '' || challenge === '' || !(answered || signIns.has(operation))) return;
      forgetOld();
      const typed = textAt(memberOf(members, answered ? 'ChallengeResponses' : 'AuthParameters'), 'USERNAME');
      const username = textAt(memberOf(answer, 'ChallengeParameters'), 'USER_ID_FOR_SRP');
      const clientId = textAt(members, 'ClientId');
      book.set(session, { challenge, clientId, username, typed, expires: now() + lifetime });
    },
    take: (operation, members) => {
      if (!answersToChallenges.has(operation)) return { members };
      const session = textAt(members, 'Session');
      const open = book.get(session);
      const responses = memberOf(members, 'ChallengeResponses');
      const name = textAt(responses, 'USERNAME');
      if (
        open === undefined ||
        open.challenge !== textAt(members, 'ChallengeName') ||
        open.clientId !== textAt(members, 'ClientId') ||
        name === '' ||
        (name !== open.username && name !== open.typed)
      ) {
        return { refusal: errorAnswer('NotAuthorizedException', 'Invalid session for the user.') };
      }
      if (open.expires <= now()) {
        const message = 'Invalid session for the user, session is expired.';
        return { refusal: errorAnswer('NotAuthorizedException', message) };
      }
      book.delete(session);
      return {
        members: { ...members, ChallengeResponses: { ...Object(responses), USERNAME: open.username } },
      };
    },
  };
}
