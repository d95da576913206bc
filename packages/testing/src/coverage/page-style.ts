/** The style of the page. */
export const pageStyle: string = `
:root {
  --text: #1b1f24; --quiet: #57606a; --page: #ffffff; --head: #f3f5f7; --line: #d0d7de; --link: #0550ae;
  --high: #1a7f37; --middle: #9a6700; --low: #cf222e; --track: #e6eaef;
  --yes: #116329; --no: #a40e26; --hit-page: #eefbf1; --half-page: #fff8d6; --half-mark: #ffe58a; --never-page: #ffecea; --never-mark: #ffc4bf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --quiet: #9aa5b1; --page: #0d1117; --head: #1a2029; --line: #30363d; --link: #79b8ff;
    --high: #3fb950; --middle: #d4a72c; --low: #ff6f66; --track: #262d36;
    --yes: #6fdd8b; --no: #ff9a94; --hit-page: #0d2115; --half-page: #2b2306; --half-mark: #5c4a0a; --never-page: #2d1214; --never-mark: #7a2025;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .25rem; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid #4c8dff; outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.summary { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; list-style: none; margin: 0; padding: 0; }
.summary li { padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 6px; }
.what { display: block; color: var(--quiet); }
.summary strong { font-size: 1.35rem; }
.of, .where { color: var(--quiet); font-size: .85rem; }
.bar { display: block; width: 100%; height: 6px; margin-top: .3rem; border-radius: 3px; }
.track { fill: var(--track); }
.high .done { fill: var(--high); } .middle .done { fill: var(--middle); } .low .done { fill: var(--low); }
.overview { width: 100%; margin: 1.5rem 0 .75rem; border-collapse: collapse; }
.overview caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; }
.overview th, .overview td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
.overview thead th { background: var(--head); font-weight: 600; }
.overview td { width: 17%; }
.overview .where { display: block; overflow-wrap: anywhere; }
.share { display: flex; flex-wrap: wrap; gap: 0 .5em; justify-content: space-between; font-variant-numeric: tabular-nums; }
.legend, .policies { list-style: none; margin: 0 0 .75rem; padding: 0; color: var(--quiet); }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; font-size: .9rem; }
.policies strong { color: var(--text); }
.yes { color: var(--yes); } .no { color: var(--no); }
mark { color: inherit; border-radius: 3px; padding: 0 .15em; margin: 0 -.15em; }
mark.never { background: var(--never-mark); text-decoration: underline wavy var(--no) 1px; text-underline-offset: 3px; }
mark.half { background: var(--half-mark); text-decoration: underline dashed 1px; text-underline-offset: 3px; }
details { margin: 0 0 .75rem; }
summary { cursor: pointer; font-weight: 600; }
.gaps { margin: .3rem 0 0; padding-left: 1.2rem; }
.gaps li { overflow-wrap: anywhere; }
.whole { margin: 0 0 .75rem; color: var(--yes); }
.source { overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 6px; }
.source table { border-collapse: separate; border-spacing: 0; min-width: 100%; font: 13px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.source th, .source .yes, .source .no { position: sticky; background: var(--head); text-align: right; padding: 0 .5em; font-weight: normal; font-variant-numeric: tabular-nums; white-space: nowrap; vertical-align: top; }
.source th { left: 0; width: 3.2em; min-width: 3.2em; color: var(--quiet); }
.source .yes { left: 3.2em; width: 4em; min-width: 4em; }
.source .no { left: 7.2em; width: 4em; min-width: 4em; border-right: 1px solid var(--line); }
.source .zero { color: var(--quiet); }
.source .code { padding: 0 .75em; white-space: pre; width: 100%; }
tr.hit .code { background: var(--hit-page); } tr.half .code { background: var(--half-page); } tr.never .code { background: var(--never-page); }
tr.never th { box-shadow: inset 3px 0 var(--low); } tr.half th { box-shadow: inset 3px 0 var(--middle); } tr.hit th { box-shadow: inset 3px 0 var(--high); }
tr:target .code { outline: 2px solid #4c8dff; outline-offset: -2px; }
tr.gap td { padding: .1rem .75em; color: var(--quiet); background: var(--head); }
@media (max-width: 40rem) {
  body { padding: .75rem; }
  .summary { grid-template-columns: repeat(3, 1fr); gap: .4rem; }
  .summary li { padding: .4rem .5rem; }
  .summary strong { display: block; font-size: 1.05rem; }
  .overview th, .overview td { padding: .35rem .25rem; font-size: .85rem; }
  .overview thead th { font-size: .75rem; }
  .overview td { width: 17%; }
  .overview td .of { display: none; }
  .source table { font-size: 12px; }
  .source th { width: 2.6em; min-width: 2.6em; padding: 0 .35em; }
  .source .yes { left: 2.6em; width: 2.8em; min-width: 2.8em; padding: 0 .35em; }
  .source .no { left: 5.4em; width: 2.8em; min-width: 2.8em; padding: 0 .35em; }
}
@media print { .source { max-height: none; overflow: visible; } .source .code { white-space: pre-wrap; } }
`;
