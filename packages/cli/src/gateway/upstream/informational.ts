import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** The first bytes of an answer that says `100 Continue`. */
const unasked = /^HTTP\/1\.[01] 100(?=[ \r])/;

/**
 * Makes connections over which `100 Continue` may come although nobody asked for it, as a client has to let it; the
 * library takes it for a broken server, although the operation runs. It is read as another informational answer, of
 * which nothing is told. https://www.rfc-editor.org/rfc/rfc9110#section-15.2
 */
export function lenientConnector(open: buildConnector.connector): buildConnector.connector {
  return (options, done) =>
    open(options, (...opened) => {
      const [, socket] = opened;
      // Beside an error it is `undefined`, whatever its type says.
      if (socket) readLeniently(socket);
      done(...opened);
    });
}

function readLeniently(socket: Socket): void {
  const read = socket.read.bind(socket);
  const write = socket.write.bind(socket);
  // Only what comes before the head of the final answer: in a body these bytes mean what they say.
  let awaitsHead = false;
  socket.write = (
    data: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ) => {
    // Bodies are written as bytes, and the frames of their pieces begin with a line's end.
    if (typeof data === 'string' && beginsWithMethod(data)) awaitsHead = true;
    return typeof encoding === 'function' ? write(data, encoding) : write(data, encoding, done);
  };
  socket.read = (size?: number) => {
    const chunk: unknown = read(size);
    if (!awaitsHead || !Buffer.isBuffer(chunk)) return chunk;
    let at = 0;
    for (;;) {
      // Mostly the first digit of the status says at once that this is the final answer.
      const head = chunk[at + 9] === one ? chunk.toString('latin1', at, at + 13) : '';
      if (!/^HTTP\/1\.[01] 1/.test(head)) {
        awaitsHead = false;
        return chunk;
      }
      if (unasked.test(head)) chunk.write('102', at + 9, 'latin1');
      const end = chunk.indexOf('\r\n\r\n', at, 'latin1');
      if (end === -1 || end + 4 === chunk.length) return chunk;
      at = end + 4;
    }
  };
}

/** The byte of the digit. */
const one = 0x31;

/** Methods are in capital letters. */
function beginsWithMethod(text: string): boolean {
  const first = text.charCodeAt(0);
  return first >= 0x41 && first <= 0x5a;
}
