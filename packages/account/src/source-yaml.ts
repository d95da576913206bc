import type { Finding } from './finding.js';
import { pointerSteps } from './json-pointer.js';
import { isTooDeep, tooDeep } from './nesting.js';
import type { Place } from './place.js';
import type { ReadText } from './source-json.js';
import type { SourceOptions } from './source-options.js';
import { placeFinder } from './text-lines.js';
import { unresolvedAlias, withoutContent, yamlFaultText } from './yaml-faults.js';
import { yamlLibrary } from './yaml-library.js';
import { libraryTags } from './yaml-library-tags.js';
import { aliasWithoutAnchor, duplicateKeys, memberFinder, offsetOf } from './yaml-nodes.js';

/** Reads YAML 1.2 of one document: nothing is executed, and aliases are limited. */
export function readYaml(file: string, text: string, options: SourceOptions = {}): ReadText {
  const at = placeFinder(file, text);
  const document = documentOf(text, options);
  if (document === undefined) {
    const finding: Finding = { severity: 'error', code: 'syntax', message: tooDeep, place: at(0) };
    return { value: undefined, findings: [finding], placeOf: () => at(0) };
  }
  const findings = [
    ...[...document.errors, ...document.warnings].map(
      (fault): Finding => ({
        severity: 'error',
        code: 'syntax',
        ...yamlFaultText(fault, text, options.tags ?? []),
        place: at(fault.pos[0]),
      }),
    ),
    ...duplicateKeys(document.contents).map(
      (offset): Finding => ({
        severity: 'error',
        code: 'duplicate-key',
        message: 'this is not good YAML: Map keys must be unique',
        mend: 'leave one of the two out',
        place: at(offset),
      }),
    ),
  ];
  const memberOf = memberFinder();
  const placeOf = (pointer: string): Place => {
    let node: unknown = document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const step of pointerSteps(pointer)) {
      const { key, value } = memberOf(node, step);
      const found = offsetOf(key) ?? offsetOf(value);
      if (found === undefined) break;
      offset = found;
      node = value;
    }
    return at(offset);
  };
  return {
    value: findings.length > 0 ? undefined : contentOf(document, findings, at),
    findings,
    placeOf,
  };
}

/** `undefined` where the text is nested more deeply than the library can read. */
function documentOf(
  text: string,
  options: SourceOptions,
): ReturnType<ReturnType<typeof yamlLibrary>['parseDocument']> | undefined {
  try {
    return yamlLibrary().parseDocument(text, {
      customTags: libraryTags(options),
      strict: true,
      // Its own check takes as long as the square of the keys.
      uniqueKeys: false,
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What the document says; too many aliases are a finding, one without an anchor is, and so are too many levels. */
function contentOf(
  document: NonNullable<ReturnType<typeof documentOf>>,
  findings: Finding[],
  at: (offset: number) => Place,
): unknown {
  const fault = (message: string): void => {
    findings.push({ severity: 'error', code: 'syntax', message, place: at(0) });
  };
  try {
    const value: unknown = document.toJS();
    if (!isTooDeep(value)) return value;
    fault(tooDeep);
  } catch (error) {
    const alias = error instanceof RangeError ? undefined : aliasWithoutAnchor(document.contents);
    if (error instanceof RangeError) fault(tooDeep);
    else if (alias !== undefined) {
      findings.push({ severity: 'error', code: 'syntax', ...unresolvedAlias, place: at(alias) });
    } else {
      const why = error instanceof Error ? withoutContent(error.message) : 'it cannot be read';
      fault(`this is not good YAML: ${why}`);
    }
  }
  return undefined;
}
