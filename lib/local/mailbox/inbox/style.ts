/** The inbox's style sheet: the product's surfaces, type scale and states, without a build step. */
export const STYLE = `
@font-face { font-family: Geist; src: url(/fonts/geist.woff2) format("woff2"); font-weight: 100 900; font-display: swap; }
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
  --selected: light-dark(oklch(0.955 0.018 205), oklch(0.27 0.03 210));
  --green: light-dark(oklch(0.47 0.12 150), oklch(0.8 0.13 150));
  --red: light-dark(oklch(0.51 0.19 27), oklch(0.76 0.13 25));
  --amber: light-dark(oklch(0.5 0.11 70), oklch(0.82 0.12 80));
  --blue: light-dark(oklch(0.5 0.15 255), oklch(0.77 0.1 250));
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { background: var(--bg); color: var(--text); font: 14px/20px Geist, ui-sans-serif, system-ui, sans-serif;
  display: grid; grid-template: 48px 1fr / 400px 1fr; grid-template-areas: "bar bar" "list pane"; }
a { color: inherit; text-decoration: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
header { grid-area: bar; display: flex; align-items: center; gap: 16px; padding: 0 16px; border-bottom: 1px solid var(--line); background: var(--surface); }
.brand { font-weight: 600; padding: 4px; margin: -4px; border-radius: 4px; white-space: nowrap; }
.brand span { color: var(--muted); font-weight: 400; }
form { flex: 1; max-width: 420px; margin-left: auto; }
input { width: 100%; height: 32px; padding: 0 10px; font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--field); border-radius: 8px; }
input::placeholder { color: var(--muted); opacity: 1; }
nav.list { grid-area: list; overflow: auto; min-height: 0; border-right: 1px solid var(--line); background: var(--surface); }
nav.list ol { list-style: none; margin: 0; padding: 0; }
nav.list a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 10px 16px; border-bottom: 1px solid var(--line); }
nav.list a:hover { background: var(--hover); }
nav.list a[aria-current] { background: var(--selected); box-shadow: inset 2px 0 var(--accent); }
nav.list time { justify-self: end; }
nav.list .subject { font-weight: 500; grid-column: 1; }
nav.list span, h1 { overflow-wrap: anywhere; }
nav.list .subject, nav.list .to { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.to, time { color: var(--muted); font-size: 13px; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.count { margin: 0; padding: 8px 16px; color: var(--muted); font-size: 13px; border-bottom: 1px solid var(--line); display: flex; justify-content: space-between; }
.count a, .empty a { color: var(--accent); text-decoration: underline; text-underline-offset: 2px; }
.state { font-size: 12px; white-space: nowrap; justify-self: end; }
.delivered, .opened, .clicked { color: var(--green); } .bounced, .complained { color: var(--red); }
.suppressed { color: var(--amber); } .queued, .sent { color: var(--blue); }
main { grid-area: pane; min-width: 0; min-height: 0; display: flex; flex-direction: column; background: var(--bg); }
.head { padding: 16px 24px 0; background: var(--surface); border-bottom: 1px solid var(--line); }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; font-weight: 600; }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 16px; margin: 0; font-size: 13px; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
.tabs { display: flex; gap: 20px; margin-top: 12px; }
.tabs a { padding: 8px 0; color: var(--muted); border-bottom: 2px solid transparent; margin-bottom: -1px; }
.tabs a[aria-current] { color: var(--text); border-color: var(--accent); font-weight: 500; }
.back { display: none; }
iframe { flex: 1; width: 100%; min-height: 240px; border: 0; background: #fff; color-scheme: light; }
@media (prefers-color-scheme: dark) { iframe.adapts { background: transparent; color-scheme: dark; } }
pre { flex: 1; margin: 0; padding: 20px 24px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/20px "Geist Mono", ui-monospace, monospace; }
.details { flex: 1; overflow: auto; padding: 20px 24px; } .details h2 { font-size: 14px; margin: 24px 0 8px; } .details h2:first-child { margin-top: 0; }
.details p { margin: 0; color: var(--muted); font-size: 13px; } .details dd { font-variant-numeric: tabular-nums; }
.empty { margin: auto; padding: 48px 24px; text-align: center; color: var(--muted); max-width: 400px; text-wrap: balance; }
.empty strong { display: block; color: var(--text); font-weight: 500; margin-bottom: 4px; }
kbd { font: 12px Geist, ui-sans-serif, sans-serif; border: 1px solid var(--line); border-radius: 4px; padding: 1px 5px; background: var(--surface); }
.keys { margin-top: 16px; font-size: 13px; }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 800px) {
  body { grid-template: 48px 1fr / minmax(0, 1fr); grid-template-areas: "bar" "list"; }
  nav.list { border-right: 0; } main { grid-area: list; } body:not(.open) main, body.open nav.list { display: none; }
  .head { padding: 12px 16px 0; } pre, .details { padding: 16px; } header { padding: 0 12px; gap: 12px; }
  .back { display: inline-block; color: var(--accent); padding: 4px 0; margin-bottom: 4px; }
  .brand span, .keys { display: none; } h1 { font-size: 16px; line-height: 24px; }
}
`;
