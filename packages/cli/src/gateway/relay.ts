import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { responseHeaders } from './forwarded-headers.js';

/** A request to the upstream, whole but for its origin. */
export interface RelayRequest {
  readonly method: string;
  /** Begins with a slash. */
  readonly path: string;
  /** Flat: name, value, name, value. */
  readonly headers: string[];
  /** Bytes are sent with their length; a stream as it comes. */
  readonly body: Buffer | Readable | null;
  /** Headers of the answer where the upstream sends none of the name. */
  readonly answer?: Readonly<Record<string, string>> | undefined;
}

/**
 * Hears the status of an answer as it begins. Where it gives a promise, which must not reject, nothing of the answer is
 * sent before that has resolved.
 */
export type Answered = (status: number) => Promise<unknown> | undefined;

/** The most bytes of an answer that are sent in one piece with its head. */
const largestAtOnce = 16 * 1024;

/** Answers that end with their head. https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
const bodiless: ReadonlySet<number> = new Set([204, 304]);

/** The client went away. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** The request began to be sent, and no answer came: whatever the cause, the upstream may have done what it asks. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/**
 * Sends a request to the upstream and its answer to the client, piece by piece, no faster than the client reads.
 * Resolves once all is sent. Rejects where no answer began, the client's having gone with a
 * {@link ClientGone}, a request of which a byte may have been written with an {@link AnswerLost}; an answer that breaks off in the midst
 * breaks the client's connection off.
 */
export function relay(
  dispatcher: Dispatcher,
  { method, path, headers, body, answer }: RelayRequest,
  response: ServerResponse,
  answered: Answered,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop: ((reason: Error) => void) | undefined;
    let begun = false;
    let over = false;
    let length = Number.NaN;
    const gone = (): void => {
      if (over) return;
      over = true;
      const reason = new ClientGone('the client went away');
      stop?.(reason);
      reject(reason);
    };
    const begin = (status: number, answered: IncomingHttpHeaders): void => {
      if (bodiless.has(status)) {
        // Whatever follows, or was announced, is no part of it.
        over = true;
        response.writeHead(status, responseHeaders(answered, answer, true)).end();
        resolve();
        return;
      }
      response.writeHead(status, responseHeaders(answered, answer));
      length = Number(answered['content-length'] ?? Number.NaN);
      if (length > largestAtOnce) length = Number.NaN;
    };
    if (response.destroyed) return gone();
    // It stays where it is: taking it off takes longer, and it does nothing once the answer is over.
    response.on('close', gone);
    dispatcher.dispatch(
      { method, path, headers, body },
      {
        onRequestStart(controller) {
          // Called once a connection is had, before the first byte is written to it.
          begun = true;
          if (over) controller.abort(new ClientGone('the client went away'));
          else stop = (reason) => controller.abort(reason);
        },
        onResponseStart(controller, status, headers) {
          // Informational answers are between the upstream and this side.
          if (status < 200) return;
          const held = answered(status);
          if (held === undefined) {
            begin(status, headers);
            return;
          }
          controller.pause();
          void held.then(() => {
            if (over) return;
            try {
              begin(status, headers);
            } catch (error) {
              controller.abort(error instanceof Error ? error : new Error(String(error)));
            }
            controller.resume();
          });
        },
        onResponseData(controller, chunk) {
          if (over) return;
          // All of it at once, as answers of the API are: head and body go out in one piece.
          if (chunk.length === length) response.end(chunk.toString('latin1'), 'latin1');
          else if (!response.write(chunk)) {
            controller.pause();
            response.once('drain', () => controller.resume());
          }
        },
        onResponseEnd() {
          if (over) return;
          over = true;
          if (!response.writableEnded) response.end();
          resolve();
        },
        onResponseError(_controller, error) {
          if (over) return;
          over = true;
          if (response.headersSent) response.destroy(error);
          reject(begun ? new AnswerLost(error.message, { cause: error }) : error);
        },
      },
    );
  });
}
