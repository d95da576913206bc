import { longestKept, TextTable } from './text-table.js';

/**
 * The literal beginning that many resource patterns share, `arn:aws:cognito-idp:us-east-1:123456789012:userpool/`.
 *
 * One request is asked about by many patterns, so the answer for the last resource is kept: comparing the
 * long head again for each pattern would cost more than everything else. An overlong one, which a client made up, is
 * compared each time: nothing holds on to it.
 */
class ArnHead {
  readonly #text: string;
  #resource = '';
  #begins = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether the resource begins so. */
  begins(resource: string): boolean {
    if (resource !== this.#resource) {
      if (resource.length > longestKept) return resource.startsWith(this.#text);
      this.#begins = resource.startsWith(this.#text);
      this.#resource = resource;
    }
    return this.#begins;
  }
}

const heads: TextTable<ArnHead> = new TextTable(16, 256);

/** The head that patterns beginning with `text` share, of whatever policy. */
export function arnHead(text: string): ArnHead {
  let head = heads.get(text);
  if (head === undefined) {
    head = new ArnHead(text);
    heads.set(text, head);
  }
  return head;
}
