/** A tag that a kind of YAML has beside YAML's own: `!Sub x` is short for `{ "Fn::Sub": "x" }`. */
export interface YamlTag {
  /** `!Sub` */
  readonly tag: string;
  /** The only key of what it is short for: `Fn::Sub`. */
  readonly key: string;
  /** What a text with this tag means; itself by default. */
  readonly textValue?: (text: string) => unknown;
}
