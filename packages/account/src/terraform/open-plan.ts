import type { SourceContext } from '../account-part.js';
import { type Resolved, textOf, unresolved } from '../described/resolved-value.js';
import type { Finding } from '../finding.js';
import { pointerOf } from '../json-pointer.js';
import type { SourceFile } from '../source-file.js';
import { type Configuration, readConfiguration } from './configuration.js';
import { toLocal } from './deployment.js';
import { deploymentFacts } from './deployment-facts.js';
import { createExpressions, type Expressions } from './expressions.js';
import { localAttribute } from './local-attributes.js';
import type { Plan, PlanResource } from './plan.js';
import { removedResources, type WrittenResource, writtenResources } from './plan-resources.js';
import { combined } from './plan-values.js';
import { recordOf } from './records.js';

/** Attributes that a provider makes up where the configuration says nothing of them. */
const computed: ReadonlySet<string> = new Set([
  'inline_policy',
  'managed_policy_arns',
  'name',
  'name_prefix',
  'tags_all',
]);

/** Opens what `terraform show -json` printed: nothing is resolved before it is asked for. */
export function openPlan(source: SourceFile, context: SourceContext): Plan {
  const file = recordOf(source.value);
  const configuration = readConfiguration(file);
  const written = writtenResources(file);
  const facts = deploymentFacts(written, configuration, context);
  const local = toLocal(facts, context);
  const findings: Finding[] = [];
  const byAddress = new Map<string, PlanResource>();
  const expressions = createExpressions(configuration, (leaf) => {
    const resource = byAddress.get(leaf.address);
    if (resource === undefined) return undefined;
    const value = localAttribute(plan, resource, leaf.attribute) ?? resource.attribute(leaf.attribute);
    return value && { value, resource, isUnknown: resource.unknown.get(leaf.attribute) === true };
  });
  const plan: Plan = {
    source,
    context,
    partition: context.partition ?? 'aws',
    report: (pointer, finding) => void findings.push({ ...finding, place: source.placeOf(pointer) }),
    findings,
    get resources() {
      return [...byAddress.values()];
    },
    at: (address) => byAddress.get(address),
    typed: (type) =>
      [...byAddress.values()].filter((resource) => resource.type === type && resource.mode === 'managed'),
    removed: (type) => removedResources(file, type),
  };
  for (const resource of written) {
    byAddress.set(resource.address, withAttributes(resource, configuration, expressions, local));
  }
  return plan;
}

function withAttributes(
  resource: WrittenResource,
  configuration: Configuration,
  expressions: Expressions,
  local: ReturnType<typeof toLocal>,
): PlanResource {
  const known = new Map<string, Resolved | undefined>();
  const { module, mode, type, name: label, address } = resource;
  const ownAddress = `${mode === 'data' ? 'data.' : ''}${type}.${label}`;
  const read = (name: string): Resolved | undefined => {
    const pointer = resource.pointer + pointerOf('values', name);
    const written = configuration.resource(module, ownAddress);
    const expression = written?.get(name);
    const unknown = resource.unknown.get(name);
    if (unknown === true && written !== undefined && expression === undefined && computed.has(name)) {
      return undefined;
    }
    const what = { name, expression, unknown, pointer, module, owner: `\`${name}\` of \`${address}\`` };
    return combined(resource.values.get(name), what, expressions, local);
  };
  const attribute = (name: string): Resolved | undefined => {
    if (!known.has(name)) {
      // For whoever asks while it is being resolved.
      known.set(name, unresolved(resource.pointer, `\`${name}\` of \`${address}\` depends on itself`));
      known.set(name, read(name));
    }
    return known.get(name);
  };
  return { ...resource, attribute, text: (name) => textOf(attribute(name)) };
}
