/** What is used of a stream of Node's. */
export interface BodyStream<Chunk> {
  readonly readable: boolean;
  readonly readableEncoding: string | null;
  on(event: 'data', listener: (chunk: Chunk) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end' | 'aborted' | 'close', listener: () => void): unknown;
  resume(): unknown;
}

/** What a body is held to. */
export interface BodyLimits {
  /** In bytes. */
  readonly limit: number;
  /** What `content-length` says, where it is about this very stream. */
  readonly length: string | undefined;
}

/**
 * The whole body of a request, as a stream of Node's gives it. Never rejects: a body that is too large (`status` 413), that
 * breaks off, has another length than was declared or has been read already is an `Error`, and what is left of it is
 * thrown away. `concat` is `Buffer.concat`. For authors of adapters.
 */
export function streamBody<Chunk extends Uint8Array>(
  stream: BodyStream<Chunk>,
  { limit, length }: BodyLimits,
  concat: (chunks: readonly Chunk[]) => Chunk,
): Promise<Chunk | Error> {
  return new Promise((resolve) => {
    const declared = Number.parseInt(length ?? '', 10);
    const chunks: Chunk[] = [];
    let received = 0;
    let over = false;
    const fail = (error: Error): void => {
      if (over) return;
      over = true;
      resolve(error);
      // The connection would wait for a reader for ever.
      stream.resume();
    };
    if (declared > limit) return fail(tooLarge());
    if (stream.readableEncoding !== null) return fail(new TypeError('stream encoding should not be set'));
    if (!stream.readable) return fail(new TypeError('stream is not readable'));
    // They stay where they are: taking them off takes longer than all the rest, and they do nothing afterwards.
    stream.on('data', (chunk: Chunk) => {
      if (over) return;
      received += chunk.byteLength;
      if (received > limit) fail(tooLarge());
      else chunks.push(chunk);
    });
    stream.on('end', () => {
      if (over) return;
      if (received !== declared && !Number.isNaN(declared)) {
        return fail(new RangeError('request size did not match content length'));
      }
      over = true;
      const [first] = chunks;
      resolve(first !== undefined && chunks.length === 1 ? first : concat(chunks));
    });
    stream.on('error', fail);
    // Every stream is closed in the end; an error takes longer to make than a body to read.
    const aborted = (): void => {
      if (!over) fail(new Error('request aborted'));
    };
    stream.on('aborted', aborted);
    stream.on('close', aborted);
  });
}

function tooLarge(): Error {
  return Object.assign(new RangeError('request entity too large'), { status: 413 });
}
