import type { AppRoute } from './app-route.js';
import type { AppReading } from './apps/step.js';
import type { DeclaredRoute } from './declared-routes.js';
import { covers, mayMeet, type PathShape, samplePath, sampleSegment } from './paths/path-shape.js';
import { failure, sampleOperation } from './probe-request.js';
import { probeHeader, saidTo } from './watched-authorizer.js';

/**
 * Which paths that no route has are answered all the same: beside the routes and below each place where there are
 * some, since handlers of what is not found can be those of a plugin alone, and look at path and method.
 */
export async function probedElsewhere(
  declared: readonly DeclaredRoute[],
  { send, mounts = [] }: Pick<AppReading, 'send' | 'mounts'>,
): Promise<readonly AppRoute[]> {
  const found: AppRoute[] = [];
  for (const place of [undefined, ...placesOf(declared, mounts)]) {
    const answer = await answerAt(place, declared, send);
    if (answer !== undefined) found.push(answer);
    // What answers everything answers below, too.
    if (answer !== undefined && place === undefined) break;
  }
  return found;
}

async function answerAt(
  place: PathShape | undefined,
  declared: readonly DeclaredRoute[],
  send: AppReading['send'],
): Promise<AppRoute | undefined> {
  for (const method of ['GET', 'POST']) {
    const answering = declared.filter((route) => mayAnswer(route, method));
    const probe = crypto.randomUUID();
    const name = `${sampleSegment}-${probe}`;
    const shape = place === undefined ? shapeElsewhere(answering, name) : shapeBelow(place, answering, name);
    const path = shape && samplePath(shape);
    const status = path && (await answerTo(probe, method, path, send));
    if (typeof status !== 'number') continue;
    const problem = `a path that no route has is answered with ${status}`;
    return { name: `${method} ${place?.text ?? ''}/*`, state: 'unknown', operations: [], problem };
  }
  return undefined;
}

/** The status of an answer that is no refusal and none of a guard. */
async function answerTo(
  probe: string,
  method: string,
  path: string,
  send: AppReading['send'],
): Promise<number | undefined> {
  const target = `AWSCognitoIdentityProviderService.${sampleOperation}`;
  const isPost = method === 'POST';
  const headers = {
    ...(isPost && { 'content-type': 'application/json', 'x-amz-target': target }),
    [probeHeader]: probe,
  };
  const response = await send({ method, path, headers, body: isPost ? '{}' : undefined }).catch(failure);
  const wasAsked = saidTo(probe).length > 0;
  return wasAsked || response instanceof Error || response.status >= 400 ? undefined : response.status;
}

function mayAnswer({ state, method }: DeclaredRoute, asked: string): boolean {
  return (state === 'open' || state === 'unknown') && (method === asked || method === 'ALL');
}

/** The shortest path that no open route is known to answer; there is none where one takes everything. */
function shapeElsewhere(answering: readonly DeclaredRoute[], name: string): PathShape | undefined {
  const longest = Math.max(0, ...answering.map(({ path }) => path.segments.length));
  for (let length = 1; length <= longest + 1; length++) {
    const segments = Array.from({ length }, () => ({ literal: name, sensitive: true }));
    const shape = { text: '', segments, rest: 'none' } as const;
    if (!answering.some(({ path }) => covers(path, shape))) return shape;
  }
  return undefined;
}

/** A path below a place; none where an open route might answer there. */
function shapeBelow(
  place: PathShape,
  answering: readonly DeclaredRoute[],
  name: string,
): PathShape | undefined {
  const segments = [...place.segments, { literal: name, sensitive: true }];
  const shape = { text: '', segments, rest: 'none' } as const;
  return answering.some(({ path }) => mayMeet(path, shape)) ? undefined : shape;
}

/** More places than these are not looked at. */
const mostPlaces = 50;

/** Where there are routes, or plugins, other than at the top: all but the last segment of a path. */
function placesOf(declared: readonly DeclaredRoute[], mounts: readonly PathShape[]): readonly PathShape[] {
  const parents = declared.map(({ path }): PathShape => {
    const segments = path.rest === 'none' ? path.segments.slice(0, -1) : path.segments;
    return { text: '', segments, rest: 'none' };
  });
  const byText = new Map<string, PathShape>();
  for (const { segments } of [...mounts, ...parents]) {
    if (segments.length === 0 || segments.some((segment) => 'other' in segment)) continue;
    const text = segments
      .map((segment) => `/${'literal' in segment ? segment.literal : sampleSegment}`)
      .join('');
    byText.set(text, { text, segments, rest: 'none' });
  }
  return [...byText.values()].slice(0, mostPlaces);
}
