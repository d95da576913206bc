/** What belongs to a value: how it is named and written, and what of it is unknown. */
export interface ValueSite {
  /** The attribute or member. */
  readonly name: string;
  readonly expression: unknown;
  /** `true`, or lists and objects in the shape of the value. */
  readonly unknown: unknown;
  readonly pointer: string;
  /** The address of the module whose expression it is. */
  readonly module: string;
  /** What it is called in a message. */
  readonly owner: string;
}
