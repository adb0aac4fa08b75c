import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, expect } from "vitest";
import type { Caller } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { listItems } from "@/lib/domain/runs/list-items";
import { startRun } from "@/lib/domain/runs/start";
import { hostileUrls } from "@/tests/outbound/hostile-urls";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, stepsOf } from "@/tests/runs/support/workflow";
import { test as base } from "@/tests/support/test";

const MB = 1024 * 1024;

let hits = 0;
const canary = createServer((_, response) => {
  hits += 1;
  response.end("inside");
});

/** A company that is allowed, and answers with too much, a bomb, or a way inside. */
const friend = createServer((request, response) => {
  const json = { "content-type": "application/json" };
  if (request.url === "/inside") {
    const { port } = canary.address() as AddressInfo;
    response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
  } else if (request.url === "/long") {
    response.writeHead(200, json).end(JSON.stringify({ text: "x".repeat(9 * MB) }));
  } else if (request.url === "/longer") {
    response.writeHead(200, json).end(JSON.stringify({ text: "x".repeat(11 * MB) }));
  } else if (request.url === "/bomb") {
    response.writeHead(200, { ...json, "content-encoding": "gzip" });
    response.end(gzipSync(Buffer.alloc(200 * MB)));
  } else {
    response.writeHead(200, json).end("[".repeat(100_000));
  }
});

const listening = (server: typeof canary) =>
  new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });

await Promise.all([listening(canary), listening(friend)]);
const engine = await startEngine();
const address = `127.0.0.1:${(friend.address() as AddressInfo).port}`;

const test = base.extend("hits", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = address;
  resetEnv();
  engine.connect();
  hits = 0;
});

afterAll(async () => {
  await engine.close();
  canary.close();
  friend.close();
});

const runWith = async (caller: Caller, steps: object[], input: Record<string, unknown>) => {
  const hook = { type: "webhook", provider: "generic" };
  const id = await publish(caller, steps as Parameters<typeof publish>[1], hook);
  return runWhen(caller, (await startRun(caller, id, { input })).runId);
};

const retry = { maxAttempts: 1 };
const get = (path: string, more: object = {}) => ({
  id: "get",
  type: "http.request",
  retry,
  with: { url: `http://${address}${path}` },
  ...more,
});

test("two hundred URLs into private networks reach nothing from a workflow, and each item says why", async ({
  tenant,
}) => {
  // What is no text at all is stopped at the door already.
  const isText = (url: string) => url.isWellFormed() && !url.includes("\0");
  const urls = hostileUrls((canary.address() as AddressInfo).port).filter(isText);
  expect(urls.length).toBeGreaterThanOrEqual(200);
  const each = {
    id: "each",
    type: "for-each",
    with: { items: "trigger.body.urls", concurrency: 20, onItemError: "continue" },
    steps: [
      { id: "get", type: "http.request", timeoutMs: 3000, retry, with: { url: "{{ item }}" } },
    ],
  };
  const run = await runWith(tenant.caller, [each], { urls });
  expect(run.error).toBeNull();
  expect(stepsOf(run).each?.output).toMatchObject({ count: urls.length, failed: urls.length });
  const { data } = await listItems(tenant.caller, run.id, "each", { limit: 200 });
  for (const { error, input } of data)
    expect(
      ["forbidden", "invalid_input", "invalid_format", "unreachable", "interrupted", "tls"],
      String(input),
    ).toContain(error?.code);
  expect(hits).toBe(0);
});

test("an allowed company cannot lead a step inside", async ({ tenant }) => {
  const run = await runWith(tenant.caller, [get("/inside")], {});
  expect(run).toMatchObject({ status: "failed", error: { code: "forbidden", stepId: "get" } });
  expect(hits).toBe(0);
});

test("nine megabytes of answer are cut and say so, eleven and a bomb of two hundred are refused", async ({
  tenant,
}) => {
  const long = await runWith(tenant.caller, [get("/long")], {});
  const { output } = stepsOf(long).get ?? {};
  expect(output).toMatchObject({ status: 200, truncated: true, bytes: 9 * MB + 11 });
  expect(JSON.stringify(output).length).toBeLessThan(300_000);
  for (const path of ["/longer", "/bomb"]) {
    const run = await runWith(tenant.caller, [get(path)], {});
    expect(run, path).toMatchObject({ status: "failed", error: { code: "too_large" } });
  }
});

test("an answer of a hundred thousand brackets ends the step and nothing else", async ({
  tenant,
}) => {
  const run = await runWith(tenant.caller, [get("/deep", { onError: "continue" })], {});
  expect(run.status).toBe("succeeded");
  expect(["failed", "succeeded"]).toContain(stepsOf(run).get?.status);
});

test("ten megabytes made by a pure step are cut and say so, and the steps after it can ask", async ({
  tenant,
}) => {
  const value = Array.from({ length: 60 }, () => "{{ trigger.body.text }}");
  const run = await runWith(
    tenant.caller,
    [
      { id: "big", type: "transform", with: { value } },
      {
        id: "ask",
        type: "transform",
        needs: ["big"],
        with: { value: "{{ steps.big.output.truncated }}" },
      },
    ],
    { text: "ä".repeat(90_000) },
  );
  expect(run.error).toBeNull();
  expect(stepsOf(run)).toMatchObject({
    big: { status: "succeeded", output: { truncated: true, preview: expect.any(String) } },
    ask: { output: { value: true } },
  });
  const { bytes } = (stepsOf(run).big?.output ?? {}) as { bytes: number };
  expect(bytes).toBeGreaterThan(10 * MB);
});
