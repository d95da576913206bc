import type { PolicyDocument, PolicyLayers, PolicySource, PolicyStatement } from '@cognito-iam/core';
import type { LayerPlace } from './policy-list.js';

/** The layers with an Allow statement more: in a boundary at the end of its document, elsewhere in a policy of its own. */
export function withStatement(
  layers: PolicyLayers,
  { policyType, level }: Pick<LayerPlace, 'policyType' | 'level'>,
  statement: PolicyStatement,
): PolicyLayers {
  const own: PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  switch (policyType) {
    case 'identity':
      return { ...layers, identity: [...layers.identity, own] };
    case 'session':
      return { ...layers, session: [...(layers.session ?? []), own] };
    case 'boundary':
      return layers.boundary === undefined
        ? layers
        : { ...layers, boundary: edited(layers.boundary, (statements) => [...statements, statement]) };
    case 'serviceControl':
    case 'resourceControl': {
      const levels = (layers[policyType] ?? []).map((sources, at) =>
        at === level ? [...sources, own] : sources,
      );
      return { ...layers, [policyType]: levels };
    }
  }
}

/** The layers with another statement in place of one; `undefined` takes it out. */
export function withChange(
  layers: PolicyLayers,
  { policyType, level, index }: LayerPlace,
  statementIndex: number,
  replacement: PolicyStatement | undefined,
): PolicyLayers {
  const change = (source: PolicySource): PolicySource =>
    edited(source, (statements) =>
      statements.flatMap((one, at) => (at === statementIndex ? (replacement ?? []) : one)),
    );
  const inList = (sources: readonly PolicySource[]): readonly PolicySource[] =>
    sources.map((source, at) => (at === index ? change(source) : source));
  switch (policyType) {
    case 'identity':
      return { ...layers, identity: inList(layers.identity) };
    case 'session':
      return { ...layers, session: inList(layers.session ?? []) };
    case 'boundary':
      return layers.boundary === undefined ? layers : { ...layers, boundary: change(layers.boundary) };
    case 'serviceControl':
    case 'resourceControl': {
      const levels = (layers[policyType] ?? []).map((sources, at) =>
        at === level ? inList(sources) : sources,
      );
      return { ...layers, [policyType]: levels };
    }
  }
}

/** A document must have a statement: one that covers nothing stands where none is left. */
function nothing({ Principal }: PolicyStatement): PolicyStatement {
  return {
    Effect: 'Deny',
    ...(Principal !== undefined && { Principal }),
    Action: 'none:None',
    Resource: '*',
  };
}

function edited(
  source: PolicySource,
  edit: (statements: readonly PolicyStatement[]) => readonly PolicyStatement[],
): PolicySource {
  const held = typeof source === 'object' && 'document' in source ? source.document : source;
  const document: PolicyDocument = typeof held === 'string' ? JSON.parse(held) : held;
  const before = [document.Statement].flat();
  const after = edit(before);
  const changed = { ...document, Statement: after.length === 0 ? before.slice(0, 1).map(nothing) : after };
  return typeof source === 'object' && 'document' in source ? { ...source, document: changed } : changed;
}
