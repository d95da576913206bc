import { createHash } from 'node:crypto';
import type { CoverageReport, CoverageSummary, PolicyCoverage, Share } from './coverage-report.js';
import { escaped } from './escaped.js';
import { gapsOf, sheetTitle } from './never-exercised.js';
import { pageStyle } from './page-style.js';
import { type Sheet, sheetsOf, sourceTable } from './source-table.js';

const kinds = [
  ['statements', 'Statements'],
  ['actions', 'Actions'],
  ['conditions', 'Conditions'],
] as const satisfies readonly (readonly [keyof CoverageSummary, string])[];

/** The report as one page of HTML that needs nothing else and runs no script. */
export function coveragePage(report: CoverageReport): string {
  const sheets = sheetsOf(report);
  const idOf = new Map(
    sheets.flatMap(({ policies }, sheet) =>
      policies.map((policy) => [policy, `source-${sheet + 1}`] as const),
    ),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'; base-uri 'none'; form-action 'none'">
<title>Policy coverage</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>Policy coverage</h1>
<ul class="summary" aria-label="Summary">${kinds.map(([kind, word]) => card(word, report.summary[kind])).join('')}</ul>
</header>
<main>
${report.policies.length === 0 ? '<p>No account with policies about Cognito user pools was made in this run.</p>' : overview(report, idOf)}
${sheets.map((sheet, index) => section(sheet, `source-${index + 1}`)).join('\n')}
</main>
</body>
</html>
`;
}

function card(word: string, share: Share): string {
  return `<li class="${levelOf(share)}"><span class="what">${word}</span> <strong>${percentText(share)}</strong> <span class="of">${share.covered} of ${share.total}</span>${bar(share)}</li>`;
}

function overview(report: CoverageReport, idOf: ReadonlyMap<PolicyCoverage, string>): string {
  const rows = report.policies.map((policy) => {
    const cells = kinds.map(([kind]) => {
      const share = policy.summary[kind];
      return `<td class="${levelOf(share)}"><span class="share">${percentText(share)}${share.total === 0 ? '' : ` <span class="of">${share.covered}/${share.total}</span>`}</span>${bar(share)}</td>`;
    });
    const where = `<span class="where">${escaped(sheetTitle(policy))}</span>`;
    return `<tr><th scope="row"><a href="#${idOf.get(policy) ?? ''}">${escaped(policy.name)}</a> ${where}</th>${cells.join('')}</tr>`;
  });
  return `<table class="overview">
<caption>Policies, and how much of each a test exercised</caption>
<thead><tr><th scope="col">Policy</th>${kinds.map(([, word]) => `<th scope="col">${word}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<ul class="legend" aria-label="Legend">
<li><span class="yes">✓</span> requests allowed; at a condition, how often it was met</li>
<li><span class="no">✗</span> requests denied; at a condition, how often it was not met</li>
<li><mark class="never">never</mark> matched by no request</li>
<li><mark class="half">half</mark> of a condition one outcome only; of a statement, not all of it</li>
</ul>`;
}

function section(sheet: Sheet, id: string): string {
  const { policies } = sheet;
  const policyLines = policies.map(({ name, holders, policyTypes }) => {
    const as = policyTypes.map((type) => typeWords.get(type) ?? type).join(', ');
    return `<li><strong>${escaped(name)}</strong>, ${as}${holders.length === 0 ? '' : ` of ${escaped(holdersText(holders))}`}</li>`;
  });
  const gaps = gapsOf({ policies }).map(
    ({ line, text }) => `<li><a href="#${id}-${line}">line ${line}</a> ${escaped(text)}</li>`,
  );
  const list =
    gaps.length === 0
      ? '<p class="whole">Every statement, action and condition was exercised.</p>'
      : `<details open><summary>Never exercised: ${gaps.length}</summary><ul class="gaps">${gaps.join('')}</ul></details>`;
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escaped(sheet.title)}</h2>
<ul class="policies">${policyLines.join('')}</ul>
${list}
${sourceTable(sheet, id)}
</section>`;
}

const typeWords: ReadonlyMap<string, string> = new Map([
  ['identity', 'identity-based policy'],
  ['boundary', 'permissions boundary'],
  ['session', 'session policy'],
  ['serviceControl', 'service control policy'],
  ['resourceControl', 'resource control policy'],
]);

function holdersText(holders: readonly string[]): string {
  const shown = holders.slice(0, 5).join(', ');
  return holders.length > 5 ? `${shown} and ${holders.length - 5} more` : shown;
}

function percentText({ percent, total }: Share): string {
  return total === 0 ? '–' : `${percent}%`;
}

function levelOf({ percent }: Share): 'high' | 'middle' | 'low' {
  return percent >= 80 ? 'high' : percent >= 50 ? 'middle' : 'low';
}

function bar({ percent, total }: Share): string {
  if (total === 0) return '';
  return `<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="4"/><rect class="done" width="${percent}" height="4"/></svg>`;
}
