/** The style of the page. */
export const pageStyle: string = `
:root {
  --text: #1b1f24; --quiet: #57606a; --page: #ffffff; --head: #f3f5f7; --line: #d0d7de; --hover: #eef2f6;
  --yes: #116329; --yes-page: #dafbe1; --maybe: #6b4500; --maybe-page: #fff3c4; --no: #a40e26; --no-page: #ffe3e1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --quiet: #9aa5b1; --page: #0d1117; --head: #1a2029; --line: #30363d; --hover: #1d2530;
    --yes: #6fdd8b; --yes-page: #0f2d1a; --maybe: #f0c44c; --maybe-page: #332701; --no: #ff9a94; --no-page: #3a1216;
  }
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--page); color: var(--text); font: 14px/1.4 system-ui, sans-serif; }
header { padding: 1rem 1rem .5rem; }
h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0 0 .75rem; padding: 0; color: var(--quiet); }
.legend span { display: inline-block; min-width: 1.5em; text-align: center; border-radius: 3px; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
.filters[hidden] { display: none; }
label { color: var(--quiet); }
input[type=search] { display: block; width: 16rem; max-width: 100%; padding: .3rem .5rem; font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--quiet); border-radius: 4px; }
.tick { padding-bottom: .35rem; color: var(--text); }
#count { margin: .5rem 0 0; color: var(--quiet); }
main { position: relative; flex: 1; min-height: 12rem; overflow: auto; border-top: 1px solid var(--line); }
:focus-visible { outline: 2px solid #4c8dff; outline-offset: -2px; }
table { border-collapse: separate; border-spacing: 0; }
caption, .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; font-weight: normal; background: var(--page); }
thead th { position: sticky; top: 0; z-index: 2; background: var(--head); font-weight: 600; }
thead th:first-child { left: 0; z-index: 3; }
tbody th { position: sticky; left: 0; z-index: 1; border-right: 1px solid var(--line); }
tbody tr:hover > * { background: var(--hover); }
td.allowed, .legend .allowed { background: var(--yes-page); color: var(--yes); }
td.conditional, .legend .conditional { background: var(--maybe-page); color: var(--maybe); }
td.explicitDeny, .legend .explicitDeny { background: var(--no-page); color: var(--no); }
td.denied, .legend .denied { color: var(--quiet); }
td code { margin-left: .4em; font-size: .85em; }
tr[hidden], [hidden].principal, td[hidden] { display: none; }
@media print { main { overflow: visible; } .filters { display: none; } }
`;

/** The script of the page: it filters, and makes nothing of text. */
export const pageScript: string = `
const rows = [...document.querySelectorAll('tbody tr')].map((row) => ({
  row,
  cells: [...row.children].slice(3),
  text: [...row.children].slice(0, 3).map((cell) => cell.textContent).join(' ').toLowerCase(),
}));
const heads = [...document.querySelectorAll('th.principal')];
const byId = (id) => document.getElementById(id);
const words = (id) => byId(id).value.toLowerCase().split(/\\s+/).filter(Boolean);
function filter() {
  const rowWords = words('rows');
  const columnWords = words('columns');
  const columns = heads.map((head) => {
    const name = head.textContent.toLowerCase();
    return columnWords.length === 0 || columnWords.some((word) => name.includes(word));
  });
  const may = (cell) => cell.className === 'allowed' || cell.className === 'conditional';
  let shown = 0;
  heads.forEach((head, index) => { head.hidden = !columns[index]; });
  for (const { row, cells, text } of rows) {
    cells.forEach((cell, index) => { cell.hidden = !columns[index]; });
    const granted = !byId('granted').checked || cells.some((cell) => !cell.hidden && may(cell));
    row.hidden = !granted || !rowWords.every((word) => text.includes(word));
    if (!row.hidden) shown += 1;
  }
  byId('count').textContent = shown + ' of ' + rows.length + ' rows';
}
document.querySelector('.filters').hidden = false;
document.querySelector('header').addEventListener('input', filter);
filter();
`;
