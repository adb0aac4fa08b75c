import { group, type Inngest, NonRetriableError } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonical } from "../../lib/local/engine/driver/canonical.ts";
import { hashKey, sign } from "../../lib/local/engine/driver/signature.ts";
import { type App, keys, startApp } from "./support/harness.ts";
import { masked, startRecorder } from "./support/recorder.ts";

/** Pins what SDK 4.24 sends and answers. Read each difference an upgrade makes, then decide what the engine must learn. */
const functions = (c: Inngest) => [
  c.createFunction(
    {
      id: "options",
      name: "All options",
      triggers: [{ event: "w/options", if: "event.data.n > 1" }, { cron: "TZ=UTC 0 3 * * *" }],
      retries: 2,
      concurrency: [{ limit: 5 }, { limit: 2, key: "event.data.tenantId" }],
      throttle: { limit: 3, period: "1m", burst: 2, key: "event.data.k" },
      rateLimit: { limit: 9, period: "1h", key: "event.data.k" },
      idempotency: "event.data.order",
      priority: { run: "event.data.plan == 'pro' ? 60 : 0" },
      debounce: { period: "5s", timeout: "1m", key: "event.data.k" },
      singleton: { mode: "skip", key: "event.data.k" },
      timeouts: { start: "10m", finish: "1h" },
      cancelOn: [
        { event: "w/stop", match: "data.id", timeout: "1d" },
        { event: "w/halt", if: "async.data.n == event.data.n" },
      ],
      onFailure: () => {},
    },
    () => "ok",
  ),
  c.createFunction(
    {
      id: "batch",
      batchEvents: { maxSize: 10, timeout: "5s", key: "event.data.k" },
      triggers: [{ event: "w/batch" }],
    },
    ({ events }) => events.length,
  ),
  c.createFunction({ id: "kinds", triggers: [{ event: "w/kinds" }] }, async ({ step, event }) => {
    const target = c.createFunction({ id: "other", triggers: [] }, () => null);
    const kind = event.data.kind as string;
    if (kind === "step") return step.run({ id: "Work", name: "Do the work" }, (n) => n * 2, 21);
    if (kind === "undefined") await step.run("nothing", () => undefined);
    if (kind === "throws") {
      await step.run("breaks", () => {
        throw new TypeError("no way", { cause: new Error("deeper") });
      });
    }
    if (kind === "final") {
      await step.run("ends", () => {
        throw new NonRetriableError("stop");
      });
    }
    if (kind === "parallel") await Promise.all([step.run("x", () => 1), step.sleep("y", "1m")]);
    if (kind === "race") {
      await group.parallel({ mode: "race" }, () =>
        Promise.race([step.run("x", () => 1), step.run("y", () => 2)]),
      );
    }
    if (kind === "sleep") await step.sleep("nap", "90s");
    if (kind === "sleep odd") await step.sleep("nap", "2h30m");
    if (kind === "sleep until") await step.sleepUntil("nap", new Date(Date.UTC(2030, 0, 1)));
    if (kind === "wait") {
      await step.waitForEvent("w", { event: "w/answer", match: "data.id", timeout: "1h" });
    }
    if (kind === "signal") {
      await step.waitForSignal("s", { signal: "sig", timeout: "1h", onConflict: "replace" });
    }
    if (kind === "invoke") {
      await step.invoke("call", { function: target, data: { a: 1 }, timeout: "1h" });
    }
    if (kind === "send") await step.sendEvent("tell", { name: "w/told", data: { a: 1 } });
    if (kind === "fetch") await step.fetch("https://example.com/x");
    if (kind === "body fails") throw new RangeError("the body fails");
    return { done: true };
  }),
];

let app: App;
let recorder: Awaited<ReturnType<typeof startRecorder>>;
const secrets = { "event key": keys.eventKey, "hashed key": hashKey(keys.signingKey) };
const clean = (value: unknown) => masked(value, secrets);

beforeAll(async () => {
  recorder = await startRecorder();
  app = await startApp({ functions, engineUrl: () => recorder.url });
  app.start();
});
afterAll(async () => {
  await app.stop();
  await recorder.stop();
});

const ask = async (method: string, query: string, body: string, more: object = {}) => {
  const response = await fetch(`${app.url}${query}`, {
    method,
    headers: {
      "content-type": "application/json",
      "x-inngest-signature": sign(body, keys.signingKey, Date.now()),
      "x-inngest-server-kind": "cloud",
      ...more,
    },
    ...(method !== "GET" && { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === "" ? null : JSON.parse(text),
  };
};

const execute = (kind: string, ctx: object = {}) => {
  const event = { id: "event", name: "w/kinds", data: { kind }, ts: 1 };
  const body = canonical({
    event,
    events: [event],
    steps: {},
    ctx: {
      run_id: "run",
      env: "",
      step_id: "step",
      attempt: 0,
      max_attempts: 5,
      stack: { stack: [], current: 0 },
      disable_immediate_execution: false,
      use_api: false,
      ...ctx,
    },
    version: 2,
    use_api: false,
  });
  return ask("POST", "?fnId=app-kinds&stepId=step", body);
};

describe("the SDK's side of the wire", () => {
  test("a signed look at the application", async () => {
    expect(clean(await ask("GET", "", ""))).toMatchSnapshot();
    expect(clean(await (await fetch(app.url)).json())).toEqual({ message: "Unauthorized" });
  });

  test("an out-of-band sync posts the functions with all their options", async () => {
    const answer = await fetch(app.url, { method: "PUT" });
    expect(await answer.json()).toEqual({ message: "Successfully registered", modified: true });
    expect(clean(recorder.take())).toMatchSnapshot();
  });

  test("an in-band sync answers with them", async () => {
    const body = canonical({ url: app.url });
    const answer = await ask("PUT", "", body, { "x-inngest-sync-kind": "in_band" });
    expect(clean(answer)).toMatchSnapshot();
  });

  test("events are posted as a list with a seed that makes a resend idempotent", async () => {
    recorder.take();
    await app.client().send([
      { name: "w/a", data: { n: 1 } },
      { id: "own", name: "w/b", ts: 5 },
    ]);
    const [request] = recorder.take();
    expect(request?.headers["x-inngest-event-id-seed"]).toMatch(/^\d{13},[\w+/]{13,14}={0,2}$/);
    expect(clean(request)).toMatchSnapshot();
  });

  test.each([
    "step",
    "undefined",
    "throws",
    "final",
    "parallel",
    "race",
    "sleep",
    "sleep odd",
    "sleep until",
    "wait",
    "signal",
    "invoke",
    "fetch",
    "body fails",
    "nothing at all",
  ])("what a function answers: %s", async (kind) => {
    const { status, headers, body } = await execute(kind);
    const ours = Object.entries(headers).filter(([name]) => /^x-inngest|^retry-after/.test(name));
    expect(clean({ status, headers: Object.fromEntries(ours), body })).toMatchSnapshot();
  });

  test("the last try answers that nothing is to be tried again", async () => {
    const { status, headers, body } = await execute("throws", { attempt: 4 });
    expect({ status, noRetry: headers["x-inngest-no-retry"], op: body[0].op }).toMatchSnapshot();
    const failed = await execute("body fails", { attempt: 4 });
    expect([failed.status, failed.headers["x-inngest-no-retry"]]).toEqual([400, "true"]);
  });

  test("an event sent by a step goes out before its result does", async () => {
    recorder.take();
    const { body } = await execute("send");
    expect(clean({ sent: recorder.take(), body })).toMatchSnapshot();
  });

  test("with both ids it checkpoints each step and ends with RunComplete", async () => {
    recorder.take();
    const fence = { fn_id: "fn", qi_id: "1.run.2", request_id: "r", generation_id: 3 };
    const answer = await execute("step", fence);
    const checkpoints = recorder.take();
    expect(checkpoints.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v1/checkpoint/run/async",
    ]);
    expect(clean({ checkpoints, status: answer.status, body: answer.body })).toMatchSnapshot();
  });
});
