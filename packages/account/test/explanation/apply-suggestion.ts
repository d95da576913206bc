import type { PolicyDocument, PolicyLayers, PolicySource, PolicyStatement } from '@cognito-iam/core';
import type { Suggestion } from '../../src/index.js';

/** Does by hand what a suggestion says: statements go by the names under which decisions report their policies. */
export function applySuggestion(layers: PolicyLayers, suggestion: Suggestion): PolicyLayers {
  if (suggestion.change === 'allow') return added(layers, suggestion);
  const { policyType, policy, index } = suggestion.denied;
  const replacement = suggestion.change === 'exempt' ? [suggestion.statement] : [];
  const change = (source: PolicySource): PolicySource => {
    const document = source as PolicyDocument;
    const statements = [document.Statement].flat();
    const statement = policyType === 'resourceControl' ? { ...harmless, Principal: '*' as const } : harmless;
    return { ...document, Statement: statements.toSpliced(index, 1, ...replacement).concat(statement) };
  };
  const changeIn = (sources: readonly PolicySource[], prefix: string) =>
    sources.map((source, at) => (policy === `${prefix}[${at}]` ? change(source) : source));
  if (policyType === 'boundary') return { ...layers, boundary: change(layers.boundary!) };
  if (policyType === 'identity' || policyType === 'session') {
    return { ...layers, [policyType]: changeIn(layers[policyType] ?? [], policyType) };
  }
  const levels = (layers[policyType] ?? []).map((sources, level) =>
    changeIn(sources, `${policyType}[${level}]`),
  );
  return { ...layers, [policyType]: levels };
}

/** Keeps a document from being empty, at the end, so that no other statement moves. */
const harmless: PolicyStatement = { Effect: 'Deny', Action: 'none:None', Resource: '*' };

function added(
  layers: PolicyLayers,
  { policyType, level, statement }: Suggestion & { change: 'allow' },
): PolicyLayers {
  const own: PolicyDocument = { Version: '2012-10-17', Statement: statement };
  if (policyType === 'boundary') {
    const boundary = layers.boundary as PolicyDocument;
    return { ...layers, boundary: { ...boundary, Statement: [...[boundary.Statement].flat(), statement] } };
  }
  if (policyType === 'identity' || policyType === 'session') {
    return { ...layers, [policyType]: [...(layers[policyType] ?? []), own] };
  }
  const levels = (layers[policyType] ?? []).map((sources, at) =>
    at === level ? [...sources, own] : sources,
  );
  return { ...layers, [policyType]: levels };
}
