import { createServer } from "node:http";
import { createServer as createVite } from "vite";

/** `npm run emails`: every mail with its sample data, read anew at each look; http://127.0.0.1:3001 or PORT. */
type Mails = Record<string, { Component: { PreviewProps: object }; category: string }>;

const port = Number(process.env.PORT || 3001);
const vite = await createVite({
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: "custom",
  logLevel: "error",
  ssr: { external: ["react", "react-dom", "react-email"] },
});

const entities = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const load = async () => {
  const { mails } = (await vite.ssrLoadModule("/emails/catalogue.ts")) as { mails: Mails };
  const { renderMail } = (await vite.ssrLoadModule("/emails/render.ts")) as {
    renderMail: (
      key: string,
      props: object,
    ) => Promise<{ subject: string; html: string; text: string }>;
  };
  return { mails, renderMail };
};

const page = (title: string, body: string) => `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${entities(title)}</title>
<style>:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:220px 1fr;min-height:100vh}
nav{padding:16px;border-right:1px solid #8884}nav a{display:block;padding:4px 0}main{padding:16px;display:grid;grid-template-rows:auto 1fr auto;gap:12px}
iframe{width:100%;min-height:70vh;border:1px solid #8884;border-radius:8px;background:#fff}pre{white-space:pre-wrap}
@media(max-width:640px){body{grid-template-columns:1fr}nav{border:0}}</style>${body}</html>`;

const answer = async (path: string): Promise<{ status: number; html: string }> => {
  const { mails, renderMail } = await load();
  const [, kind = "", key = ""] = path.split("/");
  const chosen = mails[key] ? key : (Object.keys(mails)[0] ?? "");
  const mail = mails[chosen];
  if (!mail) return { status: 404, html: page("No mails", "<main>The catalogue is empty.</main>") };
  const { subject, html, text } = await renderMail(chosen, mail.Component.PreviewProps);
  if (kind === "html") return { status: 200, html };
  const list = Object.entries(mails).map(
    ([name, { category }]) =>
      `<a href="/mail/${name}"${name === chosen ? ' aria-current="page"' : ""}>${name} <small>${category}</small></a>`,
  );
  const body = `<nav aria-label="Mails">${list.join("")}</nav><main><h1>${entities(subject)}</h1><iframe title="${entities(subject)}" sandbox src="/html/${chosen}"></iframe><details><summary>As text</summary><pre>${entities(text)}</pre></details></main>`;
  return { status: 200, html: page(subject, body) };
};

const server = createServer((request, response) => {
  answer(request.url ?? "/").then(
    ({ status, html }) =>
      response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html),
    (error: Error) => {
      vite.ssrFixStacktrace(error);
      response.writeHead(500, { "content-type": "text/plain" }).end(error.stack);
    },
  );
});
server.on("error", ({ message }) => {
  process.stderr.write(`The preview cannot start: ${message}. Set PORT to another port.\n`);
  process.exit(1);
});
server.listen(port, "127.0.0.1", () => process.stdout.write(`Mails: http://127.0.0.1:${port}\n`));

const stop = () => void vite.close().finally(() => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
process.on("disconnect", stop);
