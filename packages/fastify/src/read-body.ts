import { Readable } from 'node:stream';

/** A body that has been read, as a stream for Fastify's parsers. Much cheaper than what `Readable.from` makes. */
export class ReadBody extends Readable {
  /** What Fastify holds to the declared length. */
  readonly receivedEncodedLength: number;
  readonly #body: Buffer | Error;

  constructor(body: Buffer | Error, receivedEncodedLength: number) {
    super();
    this.#body = body;
    this.receivedEncodedLength = receivedEncodedLength;
  }

  override _read(): void {
    if (this.#body instanceof Error) {
      this.destroy(this.#body);
      return;
    }
    this.push(this.#body);
    this.push(null);
  }
}
