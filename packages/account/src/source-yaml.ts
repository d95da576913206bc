import type { Finding } from './finding.js';
import { pointerSteps } from './json-pointer.js';
import type { Place } from './place.js';
import type { ReadText } from './source-json.js';
import { placeFinder } from './text-lines.js';
import { yamlLibrary } from './yaml-library.js';
import { libraryTags, type YamlTag } from './yaml-tag.js';

/** Reads YAML 1.2 of one document: nothing is executed, and aliases are limited. */
export function readYaml(file: string, text: string, tags: readonly YamlTag[] = []): ReadText {
  const at = placeFinder(file, text);
  const document = yamlLibrary().parseDocument(text, {
    customTags: libraryTags(tags),
    strict: true,
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const findings = [...document.errors, ...document.warnings].map(
    ({ code, message, pos }): Finding => ({
      severity: 'error',
      code: code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'syntax',
      message: `this is not good YAML: ${message.split('\n', 1)[0]}`,
      place: at(pos[0]),
    }),
  );
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
    value: findings.length > 0 ? undefined : contentOf(() => document.toJS(), findings, at),
    findings,
    placeOf,
  };
}

/** What the document says; too many aliases are a finding. */
function contentOf(read: () => unknown, findings: Finding[], at: (offset: number) => Place): unknown {
  try {
    return read();
  } catch (error) {
    const message = `this is not good YAML: ${error instanceof Error ? error.message : 'it cannot be read'}`;
    findings.push({ severity: 'error', code: 'syntax', message, place: at(0) });
    return undefined;
  }
}

function memberOf(node: unknown, step: string): { readonly key?: unknown; readonly value?: unknown } {
  const { isMap, isPair, isScalar, isSeq } = yamlLibrary();
  if (isSeq(node)) return { value: node.items[Number(step)] };
  if (!isMap(node)) return {};
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
  return isPair(pair) ? { key: pair.key, value: pair.value } : {};
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) {
    return undefined;
  }
  const [start] = node.range;
  return typeof start === 'number' ? start : undefined;
}
