import { AccountError, type SourceFile, schemaFindings, valueAt } from '@cognito-iam/account';
import { contractVersion } from './contract-text.js';
import { contractValidator } from './contract-validator.data.js';

/** What the file of a contract says, by `permission-contract.schema.json`. */
export interface ContractFile {
  readonly pools?: readonly string[] | null;
  /** By principal, resource and action. */
  readonly principals?: Named<Named<Named<WrittenTerms>>> | null;
}

type Named<T> = Readonly<Record<string, T>>;

/** The terms of a permission as they are written. */
export type WrittenTerms = 'allowed' | readonly WrittenLine[];

interface WrittenLine {
  readonly if?: WrittenConditions;
  readonly and?: readonly WrittenConditions[];
  readonly unless?: WrittenConditions;
}

/** Condition operators by name, and beside them the patterns of pools. */
export interface WrittenConditions {
  readonly Resource?: WrittenValues;
  readonly NotResource?: WrittenValues;
  readonly [operator: string]: ConditionBlock | WrittenValues | undefined;
}

/** Values by condition key. */
export type ConditionBlock = Named<WrittenValues>;

/** Values as policies have them: one or several, numbers and `true` and `false` also without quotes. */
export type WrittenValues = WrittenValue | readonly WrittenValue[];
type WrittenValue = string | number | boolean;

/** A source as the file of a contract. Throws an `AccountError` with everything that the schema does not allow. */
export function contractFile(source: SourceFile): ContractFile {
  const version = valueAt(source.value, '/version');
  if (version !== undefined && version !== contractVersion) {
    // What else a file of another form has is no fault of its own.
    const message = `it has version ${JSON.stringify(version)}, and what is read here is version ${contractVersion}`;
    const place = source.placeOf('/version');
    throw new AccountError([{ severity: 'error', code: 'contract', message, place }]);
  }
  if (isContractFile(source.value)) return source.value;
  throw new AccountError(schemaFindings(source, contractValidator));
}

function isContractFile(value: unknown): value is ContractFile {
  return contractValidator(value);
}
