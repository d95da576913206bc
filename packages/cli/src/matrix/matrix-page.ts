import { createHash } from 'node:crypto';
import type { MatrixCell, PermissionMatrix } from '@cognito-iam/account';
import { pageScript, pageStyle } from './matrix-page-parts.js';
import { decisionSigns, decisionWords, type MatrixRow, matrixRows } from './matrix-rows.js';

/**
 * A matrix as one page of HTML that needs nothing else: it loads nothing, and runs no script but its own. Without
 * script it is the whole table.
 */
export function matrixPage(matrix: PermissionMatrix): string {
  const rows = matrixRows(matrix);
  const names = matrix.principals.map(({ principal }) => principal);
  const heads = ['Action', 'Level', 'Resource'].map((name) => `<th scope="col">${name}</th>`);
  const principals = names.map((name) => `<th scope="col" class="principal">${escaped(name)}</th>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(pageStyle)}'; script-src '${hashOf(pageScript)}'; base-uri 'none'; form-action 'none'">
<title>Who may do what</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>Who may do what</h1>
<ul class="legend" aria-label="Legend">${legend()}</ul>
<div class="filters" hidden>
<label>Actions and resources <input type="search" id="rows" placeholder="AdminGet write" autocomplete="off"></label>
<label>Principals <input type="search" id="columns" placeholder="Support" autocomplete="off"></label>
<label class="tick"><input type="checkbox" id="granted"> only what somebody may do</label>
</div>
<p id="count" role="status">${rows.length} of ${rows.length} rows</p>
</header>
<main tabindex="0" aria-label="Permissions">
<table>
<caption>What every role and user may do with every action, by resource</caption>
<thead>
<tr>${[...heads, ...principals].join('')}</tr>
</thead>
<tbody>
${rows.map(rowHtml).join('\n')}
</tbody>
</table>
</main>
<script>${pageScript}</script>
</body>
</html>`;
}

function rowHtml({ action, resource, cells }: MatrixRow): string {
  const head = `<th scope="row">${escaped(action.name)}</th><td>${escaped(action.accessLevel)}</td><td>${escaped(resource)}</td>`;
  return `<tr>${head}${cells.map(cellHtml).join('')}</tr>`;
}

function cellHtml({ decision, dependsOn = [] }: MatrixCell): string {
  const sign = `<span aria-hidden="true">${decisionSigns[decision]}</span>`;
  const word = `<span class="unseen">${decisionWords[decision]}${dependsOn.length > 0 ? ' on ' : ''}</span>`;
  const keys = dependsOn.map((key) => `<code>${escaped(key === 'pool' ? 'which pool it is' : key)}</code>`);
  return `<td class="${decision}">${sign}${word}${keys.join(' ')}</td>`;
}

function legend(): string {
  const words = Object.entries(decisionWords).map(([decision, word]) => {
    const sign = Object.entries(decisionSigns).find(([name]) => name === decision)?.[1] ?? '';
    return `<li><span class="${decision}" aria-hidden="true">${sign}</span> ${escaped(word)}</li>`;
  });
  return words.join('');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities.get(character) ?? '');
}
