import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startDeno } from "@/lib/local/functions/deno";

const calls: { path: string; authorization: string | undefined }[] = [];
let status = 200;

// PostgREST's side of the call, as hosted and embedded Supabase answer it.
const rest = createServer((request, response) => {
  calls.push({ path: request.url ?? "", authorization: request.headers.authorization });
  request.resume().on("end", () => response.writeHead(status).end("7"));
});
await new Promise<void>((resolve) => rest.listen(0, "127.0.0.1", resolve));
const { port } = rest.address() as AddressInfo;

const stop = new AbortController();
const deno = await startDeno({
  signal: stop.signal,
  directory: join(process.cwd(), "supabase/functions/metrics-aggregator"),
  projectRoot: process.cwd(),
  env: {
    SUPABASE_URL: `http://127.0.0.1:${port}`,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: "sb_secret_right" }),
  },
  onLog: () => {},
});

afterAll(async () => {
  stop.abort();
  await deno.exited;
  await new Promise((resolve) => rest.close(resolve));
});

const call = (key?: string, method = "POST") =>
  fetch(deno.url, { method, ...(key && { headers: { authorization: `Bearer ${key}` } }) });

test("the aggregator rolls up for who holds the secret key and tells how much it wrote", async () => {
  const answer = await call("sb_secret_right");
  expect([answer.status, await answer.json()]).toEqual([200, { written: 7 }]);
  expect(calls).toEqual([
    { path: "/rest/v1/rpc/roll_up_metrics", authorization: "Bearer sb_secret_right" },
  ]);
});

test("the key may come as Supabase's own header", async () => {
  const answer = await fetch(deno.url, { method: "POST", headers: { apikey: "sb_secret_right" } });
  expect(answer.status).toBe(200);
});

test("without the key, or with another method, nothing is called", async () => {
  calls.length = 0;
  const answers = await Promise.all([
    call(),
    call("sb_secret_wrong"),
    call("sb_publishable"),
    call("sb_secret_right", "GET"),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 405]);
  expect(calls).toEqual([]);
});

test("a database that refuses is told as such", async () => {
  status = 500;
  const answer = await call("sb_secret_right");
  expect([answer.status, (await answer.json()).code]).toEqual([502, "unavailable"]);
});
