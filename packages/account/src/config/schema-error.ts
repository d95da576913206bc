import { nearestName } from '@cognito-iam/core';
import type { Finding } from '../finding.js';
import { pointerOf, pointerSteps, valueAt } from '../json-pointer.js';
import type { SourceFile } from '../source-file.js';
import { type Problem, problemFinding } from './problem.js';

/** A validator that ajv has compiled of a schema: `errors` has every reason for the `false` that it last gave. */
export interface SchemaValidator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** One reason, as ajv gives it where it is told to be verbose. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema: SchemaPart;
  readonly data: unknown;
  /** The key that is held against `propertyNames`, where it is one. */
  readonly propertyName?: string;
}

/** What messages read of a schema. */
interface SchemaPart {
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** What is expected, in words. */
  readonly 'x-expected'?: string;
  /** What is expected of a list that may not be left out, in words. */
  readonly 'x-least'?: string;
  /** Whether messages leave the value out. */
  readonly 'x-secret'?: boolean;
}

/** Everything of a source that its schema does not allow, in our words; empty where it allows it. */
export function schemaFindings(
  { value, placeOf }: SourceFile,
  validator: SchemaValidator,
): readonly Finding[] {
  if (validator(value)) return [];
  // What follows from another reason is none of its own.
  const reasons = (validator.errors ?? []).filter(
    ({ keyword }) => !['if', 'propertyNames'].includes(keyword),
  );
  return reasons.map((reason) => problemFinding(problemOf(reason), placeOf));
}

function problemOf(error: SchemaError): Problem {
  const { instancePath, keyword, params, parentSchema, data, propertyName } = error;
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    return unknownKey(instancePath, key, Object.keys(parentSchema.properties ?? {}));
  }
  if (keyword === 'required') {
    const key = String(params['missingProperty']);
    const part = parentSchema.properties?.[key];
    const mend = part === undefined ? undefined : missingMend(key, part);
    return {
      pointer: instancePath,
      code: 'missing-key',
      message: `\`${key}\` is missing`,
      ...(mend !== undefined && { mend }),
    };
  }
  if (keyword === 'uniqueItems') {
    const item = pointerOf(Math.max(Number(params['i']), Number(params['j'])));
    const message = `${given(valueAt(data, item))} is here twice`;
    return { pointer: instancePath + item, code: 'invalid-value', message };
  }
  if (propertyName !== undefined) {
    const nearest = nearestName(propertyName, parentSchema.enum ?? []);
    return {
      pointer: instancePath + pointerOf(propertyName),
      code: 'unknown-key',
      message: `expected ${expected(parentSchema, keyword)}, got ${given(propertyName)}`,
      ...(nearest !== undefined && { mend: `did you mean \`${nearest}\`?` }),
    };
  }
  const message = `expected ${expected(parentSchema, keyword)}, got ${given(data, parentSchema['x-secret'])}`;
  // YAML takes twelve digits for a number; of `true`, nobody wants a file of that name.
  const isText = keyword === 'type' && parentSchema.type === 'string';
  const isFile = typeof data === 'boolean' && fileKeys.has(pointerSteps(instancePath).at(-1) ?? '');
  const quotes = isText && typeof data !== 'object' && !isFile;
  return {
    pointer: instancePath,
    code: 'invalid-value',
    message,
    ...(quotes && { mend: 'put it in quotes' }),
    ...(keyword === 'type' && meantMend(parentSchema, data)),
    ...(isText && isFile && { mend: 'write the path there, or leave it out' }),
    ...(isPortAlone(parentSchema, data) && { mend: `write \`{ port: ${data} }\`` }),
    ...(isFileAlone(parentSchema, data) && { mend: `write \`{ file: ${data} }\`` }),
  };
}

/** The mend for a text in place of what it spells: a message alone would expect what it says it got. */
function meantMend({ type }: SchemaPart, data: unknown): { readonly mend: string } | undefined {
  if (typeof data !== 'string') return undefined;
  const isNumber = type === 'integer' && /^-?\d+$/.test(data);
  if (isNumber || (type === 'boolean' && /^(?:true|false)$/i.test(data))) {
    return { mend: 'take the quotes off: this is text' };
  }
  const word = type === 'boolean' ? words.get(data.toLowerCase()) : undefined;
  return word === undefined ? undefined : { mend: `write \`${word}\`` };
}

/** What YAML 1.1 took for `true` and `false`, and 1.2 takes for text. */
const words: ReadonlyMap<string, string> = new Map([
  ['yes', 'true'],
  ['on', 'true'],
  ['no', 'false'],
  ['off', 'false'],
]);

/** Members whose value is the path of a file or folder. */
const fileKeys: ReadonlySet<string> = new Set(['auditLog', 'file', 'folder', 'trustDevelopmentTokens']);

function missingMend(key: string, { 'x-expected': words, enum: choices }: SchemaPart): string | undefined {
  if (words !== undefined) return `add \`${key}\`, ${words}`;
  return choices === undefined
    ? undefined
    : `add it: ${choices.map((word) => `\`${key}: ${word}\``).join(' or ')}`;
}

/** Whether the name of a file stands where an object with `file` belongs. */
function isFileAlone({ type, properties = {} }: SchemaPart, data: unknown): data is string {
  return type === 'object' && 'file' in properties && typeof data === 'string';
}

/** Whether a port stands where an object with host and port belongs. */
function isPortAlone({ type, properties = {} }: SchemaPart, data: unknown): boolean {
  const isAddress = type === 'object' && 'host' in properties && 'port' in properties;
  return isAddress && /^\d{1,5}$/.test(String(data)) && Number(data) <= (properties['port']?.maximum ?? 0);
}

function unknownKey(pointer: string, key: string, known: readonly string[]): Problem {
  const nearest = nearestName(key, known);
  const names = known.map((name) => `\`${name}\``).join(', ');
  return {
    pointer: pointer + pointerOf(key),
    code: 'unknown-key',
    message: `\`${key}\` is not known here`,
    mend: nearest === undefined ? `known are ${names}` : `did you mean \`${nearest}\`?`,
  };
}

function expected(schema: SchemaPart, keyword: string): string {
  const words = schema['x-expected'];
  if (keyword === 'minItems') return schema['x-least'] ?? 'at least one item, or that it is left out';
  if (words !== undefined) return words;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${word}\``).join(' or ');
  if (schema.type === 'integer') return `a whole number from ${schema.minimum} to ${schema.maximum}`;
  return kinds.get(String(schema.type)) ?? String(schema.type);
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['object', 'an object'],
  ['array', 'a list'],
  ['string', 'text'],
  ['boolean', '`true` or `false`'],
]);

function given(value: unknown, isSecret = false): string {
  if (value === null) return '`null`';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  if (isSecret) return typeof value === 'string' ? 'other text' : `a ${typeof value}`;
  return typeof value === 'string'
    ? `\`${value.slice(0, 100)}\``
    : `the ${typeof value} \`${String(value)}\``;
}
