import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Answer, type Call, Refusal } from "../http/answer.ts";
import { STYLE } from "./style.ts";

const policy = (nonce: string) =>
  `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}' 'strict-dynamic'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const pageOf = (nonce: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Engine · Steward</title><style nonce="${nonce}">${STYLE}</style></head>
<body>
<header><a class="brand" href="#/runs">Engine <span>of Steward</span></a>
<nav aria-label="Rooms"><a href="#/runs">Runs</a><a href="#/functions">Functions</a><a href="#/queue">Queue</a></nav>
<span class="now" id="now"></span></header>
<main id="main" tabindex="-1"></main>
<div class="said" role="status" id="said"></div>
<dialog id="ask" aria-labelledby="ask-title"><form method="dialog">
<h2 id="ask-title">The engine's token</h2><p>It is <code>engineToken</code> in <code>.steward/stack.json</code>. This tab keeps it until you close it.</p>
<label for="token">Token</label><input id="token" type="password" autocomplete="off" required>
<p class="error" id="refused"></p><div class="bar"><button class="primary">Open</button></div></form></dialog>
<dialog id="sure" aria-labelledby="sure-title"><form method="dialog">
<h2 id="sure-title">Cancel this run?</h2><p>Steps that are recorded stay; nothing after them runs. It cannot be undone, but the run can be replayed.</p>
<div class="bar"><button value="no" autofocus>Keep it</button><button value="yes" class="danger">Cancel the run</button></div></form></dialog>
<noscript><p class="empty"><strong>This page needs JavaScript</strong>The same is at /api/runs, /api/functions and /api/queue.</p></noscript>
<script type="module" nonce="${nonce}" src="/page/client.mjs"></script>
</body></html>`;

/** `GET /`: the operator's page. It holds no data; its script reads the API with the token the operator gives. */
export const getPage = (): Answer => {
  const nonce = randomBytes(16).toString("base64");
  return {
    status: 200,
    body: pageOf(nonce),
    type: "text/html; charset=utf-8",
    headers: { ...HEADERS, "content-security-policy": policy(nonce) },
  };
};

const SCRIPTS = ["actions", "api", "client", "dom", "rooms", "run", "runs"].map(
  (name) => `${name}.mjs`,
);

const font = async (): Promise<Answer> => {
  const sans = fileURLToPath(import.meta.resolve("geist/font/sans"));
  const body = await readFile(new URL("fonts/geist-sans/Geist-Variable.woff2", `file://${sans}`));
  return { status: 200, body, type: "font/woff2", headers: { "cache-control": "max-age=86400" } };
};

/** `GET /page/:file`: the page's scripts and the product's typeface. */
export const getPageFile = async ({ parts: [, file = ""] }: Call): Promise<Answer> => {
  if (file === "geist.woff2") return font();
  if (!SCRIPTS.includes(file)) throw new Refusal(404, "there is no such file");
  const body = await readFile(new URL(`./${file}`, import.meta.url), "utf8");
  return { status: 200, body, type: "text/javascript; charset=utf-8", headers: HEADERS };
};
