import { dirname, isAbsolute, join } from 'node:path';
import type { AccountPart, SourceContext } from '../account-part.js';
import { generatedStackName } from '../described/generated-name.js';
import type { FileReader } from '../file-reader.js';
import { AccountError, type Finding, placedAt } from '../finding.js';
import type { Place } from '../place.js';
import type { SourceFile } from '../source-file.js';
import { readTemplate } from './read-template.js';
import type { TemplateContext } from './template-context.js';
import { templateSyntax } from './template-syntax.js';

/** A template file, and what only its deployment would know. */
export interface TemplateFile
  extends Pick<TemplateContext, 'parameters' | 'parameterPlace' | 'imports' | 'pools'> {
  readonly file: string;
  /** Where it is named: that of what is wrong with a file that has no places. */
  readonly place?: Place;
  /** By default a name that is made of the file's. */
  readonly stackName?: string;
}

/** What template files say. */
export interface TemplateParts {
  readonly parts: readonly { readonly source: SourceFile; readonly part: AccountPart }[];
  /** What is wrong with the files that could not be read. */
  readonly findings: readonly Finding[];
}

/**
 * Reads template files and the files of their nested stacks. A template may attach the managed policies of those
 * before it, and `managedPolicies`: names and ARNs of those that there are besides.
 */
export function readTemplates(
  reader: FileReader,
  templates: readonly TemplateFile[],
  context: SourceContext & Pick<TemplateContext, 'managedPolicies'>,
): TemplateParts {
  const parts: { readonly source: SourceFile; readonly part: AccountPart }[] = [];
  const findings: Finding[] = [];
  const policies = new Set(context.managedPolicies);
  for (const { file, place, stackName = generatedStackName(file), pools, ...values } of templates) {
    try {
      const source = reader.source(file, templateSyntax);
      const part = readTemplate(source, {
        ...context,
        ...values,
        stackName,
        pools: { ...context.pools, ...pools },
        managedPolicies: [...policies],
        nestedTemplate: (location, from) => nestedTemplate(reader, location, from),
      });
      parts.push({ source, part });
      for (const key of Object.keys(part.directory.managedPolicies ?? {})) policies.add(key);
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      findings.push(...placedAt(place, error.findings));
    }
  }
  return { parts, findings };
}

/** A nested template that is not there was packaged elsewhere; one that is there and faulty is an error. */
function nestedTemplate(reader: FileReader, location: string, from: string): SourceFile | undefined {
  const file = isAbsolute(location) ? location : join(dirname(from), location);
  try {
    return reader.source(file, templateSyntax);
  } catch (error) {
    if (error instanceof AccountError && error.findings.every(({ code }) => code === 'unreadable-file')) {
      return undefined;
    }
    throw error;
  }
}
