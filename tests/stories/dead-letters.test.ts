import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { waitForMail } from "../support/browser.ts";
import { startCapture } from "../support/capture.ts";
import { eventually, publish, runIn } from "../support/journey.ts";
import { startLiveStack } from "../support/live-stack.ts";
import { type LiveTenant, newLiveTenant } from "../support/live-tenant.ts";

const stack = inject("stack");

let isBroken = true;
let capture: Awaited<ReturnType<typeof startCapture>>;

beforeAll(async () => {
  capture = await startCapture(
    () => (isBroken ? { status: 422, body: '{"no":1}' } : {}),
    stack.capturePorts,
  );
});
afterAll(() => capture.close());

const definition = (url: string, more: object[] = []) => ({
  schemaVersion: 1,
  name: "Tell the warehouse",
  trigger: { type: "manual", fields: [{ name: "n", type: "number", required: true }] },
  steps: [
    ...more,
    {
      id: "tell",
      type: "http.request",
      needs: more.length > 0 ? ["wait"] : [],
      with: { method: "POST", url, json: { n: "{{ trigger.input.n }}" } },
    },
  ],
});

const start = async (tenant: LiveTenant, workflowId: string, n: number): Promise<string> => {
  const { body } = await tenant.api<{ runId: string }>("POST", `/workflows/${workflowId}/run`, {
    input: { n },
  });
  return body.runId;
};

type Groups = { data: { group: string; count: number; hint: string }[]; open: number };
type Asked = { count: number; action: { id: string } | null };
type Action = { state: string; done: number; failed: number; endedAt: string | null };

const groups = async (tenant: LiveTenant) =>
  (await tenant.api<Groups>("GET", "/dead-letters/groups")).body;

const redrive = async (tenant: LiveTenant, more: object = {}) =>
  (await tenant.api<Asked>("POST", "/dead-letters/redrive", { filter: { all: true }, ...more }))
    .body;

const actionEnded = (tenant: LiveTenant, id: string, patienceMs = 60_000) =>
  eventually(
    `bulk action ${id}`,
    async () => {
      const { status, body } = await tenant
        .api<Action>("GET", `/bulk-actions/${id}`)
        .catch(() => ({ status: 0, body: null }));
      return status === 200 && body?.endedAt ? body : undefined;
    },
    patienceMs,
  );

test("a run is followed live to its failure, people are told once, and redriving does what was left", async () => {
  isBroken = true;
  const tenant = await newLiveTenant(stack);
  const wait = { id: "wait", type: "delay", with: { for: "2s" } };
  const id = await publish(tenant, definition(`${capture.url}/tell`, [wait]));
  const runId = await start(tenant, id, 1);
  const gone = new AbortController();
  const response = await fetch(`${stack.appUrl}/api/v1/runs/${runId}/stream`, {
    headers: { authorization: `Bearer ${tenant.token}`, "accept-encoding": "gzip" },
    signal: gone.signal,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-encoding")).toBeNull();
  let text = "";
  let sawLive = false;
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    // Nothing is held back: the run is seen before it has ended.
    sawLive ||= text.includes("event: snapshot") && !text.includes("event: end");
  }
  expect(sawLive).toBe(true);
  expect(text.trimEnd()).toMatch(/event: end\ndata: \{"status":"failed"\}$/);
  expect(text).toContain('"id":"wait"');

  const { data, open } = await groups(tenant);
  expect(open).toBe(1);
  expect(data[0]).toMatchObject({ count: 1 });
  expect(data[0]?.hint).toContain("refuses");
  const mail = await waitForMail(stack.mailboxUrl, tenant.email, /^Failed: Tell the warehouse$/);
  expect(mail.text).toContain(`/dead-letters/${data[0]?.group}`);

  isBroken = false;
  expect((await redrive(tenant, { dryRun: true })).action).toBeNull();
  const { action } = await redrive(tenant);
  expect(await actionEnded(tenant, action?.id ?? "")).toMatchObject({ state: "done", done: 1 });
  const { body } = await tenant.api<{ data: { id: string }[] }>("GET", `/runs?replayOf=${runId}`);
  const again = await runIn(tenant, body.data[0]?.id ?? "", "succeeded", "failed");
  expect(again).toMatchObject({
    status: "succeeded",
    steps: [
      { id: "wait", reused: true },
      { id: "tell", status: "succeeded" },
    ],
  });
  expect(await groups(tenant)).toMatchObject({ data: [], open: 0 });
});

test("a bulk redrive whose app and engine are killed in the middle redrives every run, each once", async () => {
  isBroken = true;
  const own = await startLiveStack({ outboundAllow: capture.host });
  try {
    const tenant = await newLiveTenant({
      appUrl: own.urls.app,
      supabaseUrl: own.urls.supabase,
      publishableKey: own.secrets.publishableKey,
      secretKey: own.secrets.secretKey,
    });
    const id = await publish(tenant, definition(`${capture.url}/kill`));
    const RUNS = 250;
    for (let n = 0; n < RUNS; n += 10)
      await Promise.all(Array.from({ length: 10 }, (_, i) => start(tenant, id, n + i)));
    await eventually(
      "every run has failed",
      async () => ((await groups(tenant)).open === RUNS ? true : undefined),
      360_000,
    );
    isBroken = false;
    capture.requests.length = 0;
    const { action } = await redrive(tenant);
    for (const part of ["app", "engine", "app"] as const) {
      await pause(400);
      const pid = own.pids()[part];
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    }
    expect(await actionEnded(tenant, action?.id ?? "", 180_000)).toMatchObject({
      state: "done",
      done: RUNS,
      failed: 0,
    });
    await eventually(
      "every letter is resolved",
      async () => ((await resolved(tenant)) === RUNS ? true : undefined),
      240_000,
    );
    const told = capture.requests.filter(({ path }) => path === "/kill");
    const keys = new Map(told.map(({ headers, body }) => [headers["idempotency-key"], body]));
    // A call that was under way when its app died comes again under its key; no order has two keys.
    expect(keys.size).toBe(RUNS);
    expect(new Set(keys.values()).size).toBe(RUNS);
    expect((await redrive(tenant)).count).toBe(0);
  } finally {
    await own.stop();
  }
}, 900_000);

type Page = { data: unknown[]; nextCursor: string | null };

const resolved = async (tenant: LiveTenant): Promise<number> => {
  let count = 0;
  for (let more = ""; ; ) {
    const path = `/dead-letters?state=resolved&limit=200${more}`;
    const { body } = await tenant.api<Page>("GET", path);
    count += body.data.length;
    if (body.nextCursor === null) return count;
    more = `&cursor=${body.nextCursor}`;
  }
};
