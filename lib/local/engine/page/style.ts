/** The page's style sheet: the product's surfaces, type scale and states, without a build step. */
export const STYLE = `
@font-face { font-family: Geist; src: url(/page/geist.woff2) format("woff2"); font-weight: 100 900; font-display: swap; }
:root {
  color-scheme: light dark;
  --bg: light-dark(oklch(0.985 0.002 250), oklch(0.17 0.006 250));
  --surface: light-dark(oklch(1 0 0), oklch(0.2 0.007 250));
  --text: light-dark(oklch(0.22 0.01 250), oklch(0.94 0.004 250));
  --muted: light-dark(oklch(0.48 0.012 250), oklch(0.72 0.01 250));
  --line: light-dark(oklch(0.91 0.005 250), oklch(0.29 0.008 250));
  --field: light-dark(oklch(0.6 0.01 250), oklch(0.55 0.01 250));
  --hover: light-dark(oklch(0.96 0.004 250), oklch(0.235 0.008 250));
  --accent: light-dark(oklch(0.49 0.08 205), oklch(0.8 0.09 200));
  --green: light-dark(oklch(0.47 0.12 150), oklch(0.8 0.13 150));
  --red: light-dark(oklch(0.51 0.19 27), oklch(0.76 0.13 25));
  --amber: light-dark(oklch(0.5 0.11 70), oklch(0.82 0.12 80));
  --blue: light-dark(oklch(0.5 0.15 255), oklch(0.77 0.1 250));
}
* { box-sizing: border-box; }
html, body { margin: 0; min-height: 100%; }
body { background: var(--bg); color: var(--text); font: 14px/20px Geist, ui-sans-serif, system-ui, sans-serif; }
a { color: inherit; text-decoration: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
header { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 24px; min-height: 48px; padding: 0 24px;
  border-bottom: 1px solid var(--line); background: var(--surface); }
.brand { font-weight: 600; white-space: nowrap; } .brand span { color: var(--muted); font-weight: 400; }
nav { display: flex; gap: 20px; align-self: stretch; }
nav a { display: flex; align-items: center; color: var(--muted); border-bottom: 2px solid transparent; margin-bottom: -1px; }
nav a[aria-current] { color: var(--text); border-color: var(--accent); font-weight: 500; }
.now { margin-left: auto; color: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; white-space: nowrap; }
main { max-width: 1120px; margin: 0 auto; padding: 24px; }
h1 { margin: 0 0 16px; font-size: 20px; line-height: 28px; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 24px 0 8px; font-size: 14px; font-weight: 600; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.bar { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 16px; align-items: center; }
input, select, button { font: inherit; color: inherit; height: 32px; padding: 0 10px; background: var(--surface); border: 1px solid var(--field); border-radius: 8px; }
input { min-width: 0; flex: 1 1 160px; } input::placeholder { color: var(--muted); opacity: 1; }
select { flex: 0 1 auto; max-width: 100%; }
button { cursor: pointer; font-weight: 500; white-space: nowrap; } button:hover:not(:disabled) { background: var(--hover); }
button:disabled { opacity: 0.55; cursor: default; } button.danger { color: var(--red); }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: 10px 16px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; } tbody tr:hover { background: var(--hover); }
th { color: var(--muted); font-size: 13px; font-weight: 500; white-space: nowrap; }
td { overflow-wrap: anywhere; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.act { text-align: right; white-space: nowrap; padding-block: 6px; } td a { font-weight: 500; } td a:hover { text-decoration: underline; text-underline-offset: 2px; }
.quiet, td time { color: var(--muted); font-size: 13px; } time, .mono { font-variant-numeric: tabular-nums; }
.mono { font: 13px/20px "Geist Mono", ui-monospace, monospace; }
.state { white-space: nowrap; font-size: 13px; }
.Completed { color: var(--green); } .Failed { color: var(--red); } .Cancelled { color: var(--amber); } .Running, .Scheduled, .waiting { color: var(--blue); } .paused { color: var(--amber); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
.facts div { padding: 12px 16px; box-shadow: 1px 1px 0 var(--line); } .facts dt { color: var(--muted); font-size: 13px; } .facts dd { margin: 2px 0 0; overflow-wrap: anywhere; }
.facts .large { font-size: 20px; line-height: 28px; font-weight: 600; font-variant-numeric: tabular-nums; }
dl { margin: 0; } ol { list-style: none; margin: 0; padding: 0; }
.timeline li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 84px; gap: 4px 16px; padding: 10px 16px; border-bottom: 1px solid var(--line); align-items: center; }
.timeline li:last-child { border-bottom: 0; } .timeline .name { font-weight: 500; overflow-wrap: anywhere; }
.track { height: 8px; border-radius: 4px; background: var(--hover); }
.track svg { display: block; width: 100%; height: 8px; overflow: visible; }
.track rect { fill: var(--green); } .bad .track rect { fill: var(--red); } .open .track rect { fill: var(--blue); }
.took { text-align: right; color: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; }
.timeline button { grid-column: 1; justify-self: start; } button.small { height: 28px; padding: 0 8px; font-size: 13px; }
.notices { list-style: none; margin: 0 0 16px; padding: 0; } .notices li { padding: 10px 16px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } .notices li:last-child { border-bottom: 0; }
details { grid-column: 1 / -1; } summary { color: var(--muted); font-size: 13px; cursor: pointer; width: fit-content; }
pre { margin: 8px 0 0; padding: 12px; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; overflow: auto; max-height: 320px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/20px "Geist Mono", ui-monospace, monospace; }
.error { color: var(--red); overflow-wrap: anywhere; }
.empty { padding: 48px 24px; text-align: center; color: var(--muted); } .empty strong { display: block; color: var(--text); font-weight: 500; margin-bottom: 4px; }
.more { display: flex; justify-content: center; padding: 12px; border-top: 1px solid var(--line); }
dialog { color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 24px; width: min(420px, calc(100vw - 32px)); }
dialog::backdrop { background: oklch(0 0 0 / 0.4); } dialog h2 { margin: 0 0 8px; font-size: 16px; line-height: 24px; } dialog p { margin: 0 0 16px; color: var(--muted); }
dialog .bar { justify-content: flex-end; margin: 16px 0 0; } dialog label { display: block; font-weight: 500; margin-bottom: 4px; } dialog input { width: 100%; }
.primary { background: var(--text); color: var(--bg); border-color: var(--text); } .primary:hover:not(:disabled) { background: var(--text); opacity: 0.9; }
.said { position: fixed; left: 50%; bottom: 24px; transform: translateX(-50%); width: max-content; max-width: calc(100vw - 32px); padding: 10px 16px; border-radius: 8px; background: var(--text); color: var(--bg); }
.said:empty { display: none; }
@media (max-width: 720px) {
  header { flex-wrap: wrap; gap: 0 16px; padding: 8px 16px 0; } nav { order: 3; width: 100%; height: 36px; } .brand span { display: none; } .now { font-size: 12px; }
  main { padding: 16px; } thead { display: none; } tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 12px; padding: 10px 16px; border-bottom: 1px solid var(--line); }
  tbody tr:last-child { border-bottom: 0; } td { padding: 0; border: 0; } td.act { padding: 4px 0 0; } td.number[data-name] { text-align: left; align-self: center; } td.wide { grid-column: 1 / -1; } td[data-name]::before { content: attr(data-name) " "; color: var(--muted); font-size: 13px; }
  .timeline li { grid-template-columns: minmax(0, 1fr) auto; } .track { grid-column: 1 / -1; grid-row: 2; } input, select, button, button.small { height: 40px; }
}
@media (prefers-reduced-motion: no-preference) { .track rect { transition: width 200ms; } }
`;
