import type { ResourceHead } from './resource-head.js';
import { TextTable } from './text-table.js';

const colonsInHead = 5;

/**
 * The literal beginning that many resource patterns share, `arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_`:
 * five segments, and as much of the resource type and the region after it as is literal too.
 *
 * Nearly all resources begin with one of a few heads, so the answer for the last is kept: comparing the long head
 * again for each pattern would cost more than everything else.
 */
export class ArnHead {
  readonly #text: string;
  /** Whether its colons are those of an ARN's beginning, not of a name: then it begins a resource if it begins its head. */
  readonly #plain: boolean;
  #asked: ResourceHead | undefined;
  #begins = false;

  constructor(text: string) {
    this.#text = text;
    this.#plain = text.split(':').length === colonsInHead + 1;
  }

  /** Whether a resource begins so, whose own head this is. */
  begins(resource: string, head: ResourceHead): boolean {
    if (head === this.#asked) return this.#begins;
    if (!this.#plain || !head.isKept) return resource.startsWith(this.#text);
    this.#begins = head.text.startsWith(this.#text);
    this.#asked = head;
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
