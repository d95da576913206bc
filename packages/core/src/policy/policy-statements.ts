import type { KeyValue } from './keys.js';
import type { Statement } from './statement.js';

/** A policy set as it was read: what plans are made of. */
export interface PolicyStatements {
  readonly statements: readonly Statement[];
  readonly hasBoundary: boolean;
  readonly hasSession: boolean;
  readonly serviceControlLevels: number;
  /** Values of keys bound in advance, by the key's name in lower case. */
  readonly constants: ReadonlyMap<string, KeyValue>;
}
