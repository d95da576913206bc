import type { Resolved, Unresolved } from '../described/resolved-value.js';

/** A piece of the template as it is written. */
export interface Written {
  readonly value: unknown;
  /** JSON Pointer of where it is written. */
  readonly pointer: string;
  /** What the identifiers of the `Fn::ForEach` loops around it stand for. */
  readonly loop: ReadonlyMap<string, string>;
}

/** Whether a condition holds. */
export type Truth = boolean | Unresolved;

/** What intrinsic functions may ask of a template. Total: what cannot be told is {@link Unresolved}. */
export interface Evaluation {
  resolve(written: Written): Resolved;
  /** `Ref`; `pointer` is where it stands. */
  reference(name: string, at: Written): Resolved;
  /** `Fn::GetAtt`. */
  attribute(id: string, name: string, at: Written): Resolved;
  /** The condition of this name. */
  condition(name: string, at: Written): Truth;
  /** A value of the section `Mappings`. */
  mapped(name: string, top: string, second: string): Written | undefined;
  /** What another stack exports by this name. */
  imported(name: string): string | undefined;
}

/** The pieces of a list that is written as one. */
export function piecesOf({ value, pointer, loop }: Written): readonly Written[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((item: unknown, index) => ({ value: item, pointer: `${pointer}/${index}`, loop }));
}

/** The members of an object that is written as one. */
export function recordOf(value: unknown): ReadonlyMap<string, unknown> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map(isRecord ? Object.entries(value) : []);
}
