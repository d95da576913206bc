import { type CoverageData, totals } from './coverage-data.js';
import { type CoverageReport, summaryOf } from './coverage-report.js';
import { type FoundPolicy, type PolicyEvidence, policyCoverageOf } from './covered-statements.js';

/** Makes a report of what was recorded. Pure: the same data in any order gives the same report. */
export function coverageReport(data: CoverageData): CoverageReport {
  const counters = totals(data);
  const places = new Map<string, PolicyEvidence[]>();
  const ids = [...data.policies.keys()].sort();
  for (const id of ids) {
    const policy = data.policies.get(id);
    if (policy === undefined) continue;
    const { source, place } = policy;
    // One place can have several contents: other parameters make other policies of one template.
    const key = source.kind === 'file' ? JSON.stringify([source, place?.line, place?.column]) : id;
    const uses = [...(data.uses.get(id) ?? new Map()).values()];
    places.set(key, [...(places.get(key) ?? []), { policy, uses, counters: counters.get(id) ?? new Map() }]);
  }
  const found = [...places.values()]
    .flatMap((evidence) => policyCoverageOf(evidence, data.texts))
    .sort((one, other) => inReadingOrder(one.policy, other.policy));
  const sources = [...new Set(found.map(({ text }) => text))];
  return {
    version: 1,
    summary: summaryOf(found.flatMap(({ policy }) => policy.statements)),
    policies: found.map(({ policy, text }) => ({ ...policy, source: sources.indexOf(text) })),
    sources,
  };
}

function inReadingOrder(one: FoundPolicy['policy'], other: FoundPolicy['policy']): number {
  const [file, another] = [one.place?.file ?? '\uffff', other.place?.file ?? '\uffff'];
  if (file !== another) return file < another ? -1 : 1;
  const lines = (one.place?.line ?? 0) - (other.place?.line ?? 0);
  if (lines !== 0) return lines;
  const [title, theOther] = [one, other].map(({ name, holders }) => `${name} ${holders.join()}`);
  return (title ?? '') < (theOther ?? '') ? -1 : 1;
}
