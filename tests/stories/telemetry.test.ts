import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Part, startPart } from "../../lib/local/part.ts";
import { freeBase } from "../../lib/local/ports.ts";
import { startCapture } from "../support/capture.ts";
import { environment } from "../support/environment.ts";

/** A collector and an error tracker on loopback, and an app whose database lacks every table of ours. */
let collector: Awaited<ReturnType<typeof startCapture>>;
let app: Part;
let url = "";

beforeAll(async () => {
  collector = await startCapture();
  const database = new URL(inject("stack").databaseUrl);
  database.pathname = "/postgres";
  const port = await freeBase();
  url = `http://127.0.0.1:${port}`;
  app = await startPart({
    name: "app",
    entry: "lib/local/app/main.ts",
    config: { port, host: "127.0.0.1", dev: false },
    env: {
      ...environment,
      NODE_ENV: "production",
      APP_URL: url,
      DATABASE_URL: database.href,
      SENTRY_DSN: `http://public@${collector.host}/1`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "200",
    },
    onLog: () => {},
  });
});

afterAll(async () => {
  await app.stop();
  await collector.close();
});

const TRACE = "0af7651916cd43dd8448eb211c80319c";

test("a failing request arrives as an error at the tracker and as spans at the collector, under one trace", async () => {
  const answer = await fetch(`${url}/api/hooks/01999999-0000-7000-8000-000000000000`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: "Bearer very-secret-token",
      traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
    },
    body: "{}",
  });
  const problem = await answer.json();
  expect([answer.status, problem.code]).toEqual([500, "internal"]);
  const text = ({ body, headers }: (typeof collector.requests)[number]) =>
    headers["content-encoding"] === "gzip"
      ? gunzipSync(Buffer.from(body, "latin1")).toString()
      : body;
  const sent = (path: string) =>
    collector.requests.filter((request) => request.path.startsWith(path));
  await expect.poll(() => sent("/api/1/envelope").length, { timeout: 15_000 }).toBeGreaterThan(0);
  const envelope = sent("/api/1/envelope").map(text).join("\n");
  expect(envelope).toContain(problem.requestId);
  expect(envelope).not.toContain("very-secret-token");
  await expect
    .poll(() => sent("/v1/traces").map(text).join("\n"), { timeout: 15_000 })
    .toContain(TRACE);
  const spans = sent("/v1/traces").map(text).join("\n");
  expect(spans).toContain('"steward"');
  expect(spans).not.toContain("very-secret-token");
});
