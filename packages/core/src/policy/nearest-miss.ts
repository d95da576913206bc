import type { Mismatch } from './mismatch.js';
import type { PolicyStatements } from './policy-statements.js';
import type { Standing } from './standing.js';
import type { Statement } from './statement.js';
import type { Decision, MatchedStatement, PolicyType } from './types.js';

/** An Allow statement that would have matched had one thing been different. */
export interface NearestMiss {
  readonly statement: MatchedStatement;
  /** The one thing. */
  readonly mismatch: Mismatch;
  /**
   * Whether the request would be allowed if the statement did without this element. Otherwise another layer
   * would still refuse it. That a different request would be allowed is not said: it may meet a Deny.
   */
  readonly sufficient: boolean;
}

/** A statement with every element of it that does not match. */
export interface Examined {
  readonly statement: Statement;
  readonly mismatches: readonly Mismatch[];
}

/** A condition is nearer than a resource, a resource nearer than an action. */
const distances: ReadonlyMap<Mismatch['element'], number> = new Map([
  ['Condition', 0],
  ['Resource', 1],
  ['NotResource', 1],
  ['Action', 2],
  ['NotAction', 2],
]);

/**
 * The nearest miss of an implicit deny: among the Allow statements of the layer that refused, the one that
 * lacks a single element. Of actions, the one written most like the action asked; then the first.
 */
export function findNearestMiss(
  policies: PolicyStatements,
  standing: Standing,
  decision: Decision,
  examined: readonly Examined[],
): NearestMiss | undefined {
  const blocked = blockedLayers(policies, standing, examined);
  const layer = blocked.find(({ type }) => type === decision.decidedBy);
  if (layer === undefined) return undefined;
  let nearest: { examined: Examined; mismatch: Mismatch; distance: number } | undefined;
  for (const candidate of examined) {
    const [mismatch, second] = candidate.mismatches;
    if (!isAllow(candidate, layer) || mismatch === undefined || second !== undefined) continue;
    const distance = distanceOf(mismatch);
    if (distance !== undefined && (nearest === undefined || distance < nearest.distance)) {
      nearest = { examined: candidate, mismatch, distance };
    }
  }
  if (nearest === undefined) return undefined;
  return {
    statement: nearest.examined.statement.reported,
    mismatch: nearest.mismatch,
    sufficient: blocked.length === 1,
  };
}

interface Layer {
  readonly type: PolicyType;
  readonly level: number;
}

/** The layers that apply to the principal and have no Allow that matched. */
function blockedLayers(
  policies: PolicyStatements,
  standing: Standing,
  examined: readonly Examined[],
): readonly Layer[] {
  const layers: Layer[] = [];
  for (let level = 0; standing.serviceControl && level < policies.serviceControlLevels; level++) {
    layers.push({ type: 'serviceControl', level });
  }
  if (standing.identity) layers.push({ type: 'identity', level: 0 });
  if (standing.boundary && policies.hasBoundary) layers.push({ type: 'boundary', level: 0 });
  if (standing.session && policies.hasSession) layers.push({ type: 'session', level: 0 });
  return layers.filter(
    (layer) => !examined.some((one) => isAllow(one, layer) && one.mismatches.length === 0),
  );
}

function isAllow({ statement }: Examined, layer: Layer): boolean {
  const { policyType, effect } = statement;
  return effect === 'Allow' && policyType === layer.type && statement.level === layer.level;
}

function distanceOf(mismatch: Mismatch): number | undefined {
  const distance = distances.get(mismatch.element);
  if (distance !== 2 || typeof mismatch.asked !== 'string') return distance;
  return distance + 1 - actionLikeness(mismatch.entries, mismatch.asked);
}

/** How much one of some actions is written like the one asked: from 0 to 1, by the length of what both begin with. */
export function actionLikeness(entries: readonly string[], action: string): number {
  const asked = action.toLowerCase();
  const likeness = entries.reduce(
    (most, entry) => Math.max(most, commonPrefix(entry.toLowerCase(), asked)),
    0,
  );
  return likeness / Math.max(1, asked.length);
}

function commonPrefix(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one.charAt(at) === other.charAt(at)) at++;
  return at;
}
