import { type Finding, type SourceFile, schemaFindings } from '@cognito-iam/account';
import type { ContextValue, PolicyType } from '@cognito-iam/core';
import type { PlanOptions, TemplateOptions } from '../account/account-source.js';
import { casesValidator } from './cases-validator.data.js';

/** What a file of cases says, by `cases.schema.json`. */
export interface CasesFile {
  readonly account?: string | CasesAccount;
  readonly defaults?: CaseRow;
  readonly cases: readonly NamedRow[];
}

/** The account that a file names: one of `config`, `cloudFormation` and `terraform`, with what else that takes. */
export interface CasesAccount extends Omit<TemplateOptions & PlanOptions, 'folder' | 'roleMapping'> {
  readonly config?: string;
  readonly cloudFormation?: string;
  readonly terraform?: string;
  readonly acceptWarnings?: readonly string[];
}

/** Members of a case that a file may also have as defaults. */
export interface CaseRow {
  readonly principal?: string | readonly string[];
  readonly action?: string | readonly string[];
  readonly resource?: string | readonly string[];
  readonly context?: RowContext;
  readonly expect?: 'allow' | 'deny';
  readonly because?: 'explicit' | 'implicit';
  readonly layer?: PolicyType;
  readonly statement?: string | readonly string[];
}

/** A case as it is written. */
export interface NamedRow extends CaseRow {
  readonly name?: string;
  readonly note?: string;
}

/** Circumstances by name, condition keys among them; `null` takes a default away. */
export interface RowContext {
  readonly now?: string | null;
  readonly sourceIp?: string | null;
  readonly mfaAge?: number | null;
  readonly principalTags?: Readonly<Record<string, string>> | null;
  readonly requestTags?: Readonly<Record<string, string>> | null;
  readonly resourceTags?: Readonly<Record<string, string>> | null;
  readonly [conditionKey: `${string}:${string}`]: ContextValue | null;
}

/** A source as a file of cases; everything that the schema does not allow, where it is none. */
export function casesFile(source: SourceFile): CasesFile | readonly Finding[] {
  return isCasesFile(source.value) ? source.value : schemaFindings(source, casesValidator);
}

function isCasesFile(value: unknown): value is CasesFile {
  return casesValidator(value);
}
