import type { YamlTag } from './yaml-tag.js';

/** What `readSource` may be told. */
export interface SourceOptions {
  /** Tags that this kind of YAML has beside YAML's own, such as CloudFormation's `!Ref`. */
  readonly tags?: readonly YamlTag[];
  /**
   * Whether `yes`, `no`, `on` and `off` are booleans in this kind of YAML, as in YAML 1.1. `y` and `n` are texts in any
   * case. https://yaml.org/type/bool.html
   */
  readonly wordBooleans?: boolean;
  /**
   * The only key of what a number that begins with a zero reads as: what YAML 1.1 makes of one is another number, and of
   * an account id none. Left out, it is text.
   */
  readonly zeroKey?: string;
}
