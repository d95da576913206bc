import type { DescribedSource } from '../described/described-source.js';
import type { Finding } from '../finding.js';
import type { Evaluation } from './evaluation.js';
import type { Resource } from './resource.js';
import type { TemplateContext } from './template-context.js';

/** A template with everything that is needed to say what is in it. */
export interface Stack extends DescribedSource {
  readonly context: TemplateContext;
  readonly evaluation: Evaluation;
  /** The resources that there are, and those that may be. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** The names of its transforms, in order. */
  readonly transforms: readonly string[];
  /** The stack of a nested template, opened when it is first asked for; `undefined` where it cannot be read. */
  readonly nested: (resource: Resource) => Stack | undefined;
  /** The logical ids of the stacks around it, from the outermost; of the outermost none. */
  readonly path: readonly string[];
  /** What was noted. */
  readonly findings: readonly Finding[];
}

/** What opens the stack of a nested template. */
export type OpenNested = (stack: Stack, resource: Resource) => Stack | undefined;
