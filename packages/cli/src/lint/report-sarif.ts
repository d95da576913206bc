import { relative, resolve, sep } from 'node:path';
import type { Severity } from '@cognito-iam/account';
import type { LintReport } from './lint-files.js';
import { malformedPolicy, rules } from './rules.js';

const levels: ReadonlyMap<Severity, string> = new Map<Severity, string>([
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'note'],
]);

/**
 * The report in SARIF 2.1.0, with paths from `folder`, as code scanning services take it.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif({ findings }: LintReport, folder: string, version: string): string {
  const known = [malformedPolicy, ...rules].map(({ code, mend, severity, summary }) =>
    sarifRule(code, severity, summary, mend),
  );
  const codes = new Set(known.map(({ id }) => id));
  // What was found while files were read has codes of its own.
  const others = findings
    .filter(({ code }) => !codes.has(code) && codes.add(code))
    .map(({ code, message, severity }) => sarifRule(code, severity, message));
  const ruleIds = [...codes];
  const results = findings.map(({ code, mend, message, place, severity }) => ({
    ruleId: code,
    ruleIndex: ruleIds.indexOf(code),
    level: levels.get(severity),
    message: { text: sentence(message, mend) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(place.file, folder), uriBaseId: '%SRCROOT%' },
          region: { startLine: place.line, startColumn: place.column },
        },
      },
    ],
  }));
  const driver = { name: 'cognito-iam', version, rules: [...known, ...others] };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  return JSON.stringify(
    { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] },
    null,
    2,
  );
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help?: { readonly text: string };
  readonly defaultConfiguration: { readonly level: string | undefined };
}

function sarifRule(code: string, severity: Severity, summary: string, mend?: string): SarifRule {
  const rule = {
    id: code,
    shortDescription: { text: `${capital(summary)}.` },
    defaultConfiguration: { level: levels.get(severity) },
  };
  return mend === undefined ? rule : { ...rule, help: { text: `${capital(mend)}.` } };
}

function sentence(message: string, mend: string | undefined): string {
  return mend === undefined ? `${capital(message)}.` : `${capital(message)}; ${mend}.`;
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

function relativeUri(file: string, folder: string): string {
  return relative(folder, resolve(folder, file)).split(sep).map(encodeURIComponent).join('/');
}
