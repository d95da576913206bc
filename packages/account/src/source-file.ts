import { AccountError } from './finding.js';
import type { Place } from './place.js';
import { readJson } from './source-json.js';
import type { SourceOptions } from './source-options.js';
import { readYaml } from './source-yaml.js';

/** A file of data with the place of every value in it. */
export interface SourceFile {
  /** As the user named it. */
  readonly file: string;
  /** The whole of what it says, as `JSON.parse` would give it. */
  readonly value: unknown;
  /**
   * Where the value of this JSON Pointer is written: for a member of an object the place of its key. The nearest
   * place above it, where there is none of its own.
   */
  readonly placeOf: (pointer: string) => Place;
}

/**
 * Reads JSON or YAML: by the file's extension, JSON for `.json`, YAML for anything else (and so JSON too). Throws an
 * {@link AccountError} with the place of every fault: bad syntax, a key that is there twice, a tag that is not known.
 */
export function readSource(file: string, text: string, options: SourceOptions = {}): SourceFile {
  const isJson = /\.json$/i.test(file);
  const { value, findings, placeOf } = isJson ? readJson(file, text) : readYaml(file, text, options);
  if (findings.length > 0) throw new AccountError(findings);
  return { file, value, placeOf };
}
