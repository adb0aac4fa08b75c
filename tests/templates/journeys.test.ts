import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import { POST as HOOK } from "@/app/api/hooks/[hook]/route";
import { POST as DECIDE } from "@/app/api/v1/approvals/[id]/decide/route";
import { POST as TELL } from "@/app/api/v1/events/route";
import { POST as SECRET } from "@/app/api/v1/hooks/[id]/secrets/route";
import { POST as INSTALL } from "@/app/api/v1/templates/[id]/install/route";
import { POST as RUN } from "@/app/api/v1/workflows/[id]/run/route";
import { resetEnv } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { listApprovals } from "@/lib/domain/approvals/list";
import { getRun } from "@/lib/domain/runs/get";
import { listRuns } from "@/lib/domain/runs/list";
import type { RunDetail } from "@/lib/domain/runs/schema";
import { getTemplate } from "@/lib/domain/templates/read";
import { TEMPLATES } from "@/lib/domain/templates/registry";
import type { Installed, TemplateDetail } from "@/lib/domain/templates/schema";
import { WEBHOOK_SCHEMES } from "@/lib/integrations/webhook-schemes";
import { startEngine } from "@/tests/runs/support/engine";
import type { Actor } from "@/tests/support/actor";
import { type Captured, startCapture } from "@/tests/support/capture";
import { eventually } from "@/tests/support/journey";
import { shopHeaders } from "@/tests/support/shop";
import { params, test } from "@/tests/support/test";

type Case = {
  id: string;
  /** What the other systems answer, by path. */
  answers?: Record<string, unknown>;
  approve?: true;
  /** Sent once the run waits. */
  event?: { name: string; data: object };
  /** Steps that succeed; every other one is skipped. */
  done: string[];
  /** What the other systems were told to do: method, path, business key. Sent twice, they stay the same. */
  effects: string[];
};

const CASES: Case[] = [
  {
    id: "paid-order-to-books",
    done: ["paid", "customer", "receipt"],
    effects: ["PUT /customers/jon%40example.com", "POST /receipts order-5001001"],
  },
  { id: "big-orders", done: ["big", "tell"], effects: [] },
  { id: "any-webhook", done: ["tell"], effects: [] },
  {
    id: "new-order-log",
    done: ["row", "message"],
    effects: ["POST / order-message-5001003", "PUT /rows/5001003"],
  },
  {
    id: "high-risk-order",
    approve: true,
    done: ["risky", "hold", "ask", "release"],
    effects: ["POST /orders/1004/hold hold-1004", "POST /orders/1004/release release-1004"],
  },
  {
    id: "low-stock",
    approve: true,
    done: ["crossed", "ask", "order"],
    effects: ["POST /purchase-orders reorder-chg-77"],
  },
  {
    id: "vip-customers",
    answers: { "/customers/c-6": { total_spent: "1500.00", tags: [] } },
    done: ["customer", "vip", "tag", "thank"],
    effects: ["PUT /customers/c-6/tags/vip"],
  },
  {
    id: "abandoned-checkout",
    answers: { "/checkouts/chk-7": { completed_at: null } },
    done: ["hour", "first", "firstOpen", "remind", "day", "second", "secondOpen", "offer"],
    effects: [],
  },
  {
    id: "failed-payment",
    event: { name: "invoice.paid", data: { invoice: "in_8" } },
    done: ["ask", "large", "tell", "paid"],
    effects: [],
  },
  {
    id: "refund-to-books",
    done: ["credit", "restock", "tell"],
    effects: ["POST /credit-notes refund-9001", "POST /movements restock-1"],
  },
  {
    id: "daily-reconciliation",
    answers: {
      "/charges": [
        { order: "#1", amount: "10.00" },
        { order: "#2", amount: "7.00" },
      ],
      "/orders": [{ name: "#1", total: "10.00" }],
    },
    done: ["charges", "orders", "match", "tell"],
    effects: [],
  },
  {
    id: "dispute-opened",
    answers: { "/charges/ch_11/order": { name: "#1011", tracking: "JJD00" } },
    done: ["order", "due", "tell", "wait", "remind"],
    effects: [],
  },
  {
    id: "sales-digest",
    answers: { "/sales/weekly": { orders: 9, total: "700.00", previous: "1000.00" } },
    done: ["sales", "digest", "fell", "warn"],
    effects: [],
  },
  { id: "pre-arrival", done: ["wait", "welcome", "late", "tell"], effects: [] },
  {
    id: "no-show",
    approve: true,
    done: ["release", "ask", "charge", "tell"],
    effects: [
      "POST /bookings/b-14/charge no-show-charge-b-14",
      "POST /bookings/b-14/release no-show-release-b-14",
    ],
  },
  {
    id: "payroll-approval",
    answers: { "/timesheets": { people: 4, missing: ["Ada"], total: "9000.00" } },
    approve: true,
    done: ["hours", "complete", "chase", "ask", "start"],
    effects: [expect.stringMatching(/^POST \/payrolls payroll-\d{4}-\d{2}$/)],
  },
  {
    id: "overdue-invoices",
    answers: { "/invoices/overdue": [{ id: "A-1", level: 2 }] },
    done: ["overdue", "remind", "tell"],
    effects: ["POST /invoices/A-1/reminders reminder-A-1-2"],
  },
  {
    id: "onboarding-drip",
    event: { name: "customer.active", data: { email: "ada@example.com" } },
    done: ["welcome", "used", "praise"],
    effects: [],
  },
  { id: "client-follow-up", done: ["hello", "wait", "again"], effects: [] },
  { id: "system-check", done: ["ask", "state", "fine"], effects: [] },
];

const roomOf = ({ path }: Captured) => /^\/([a-z-]+)(\/.*)?$/.exec(path.split("?")[0] ?? "");

const capture = await startCapture((request) => {
  const [, room, path = ""] = roomOf(request) ?? [];
  const answers = CASES.find(({ id }) => id === room)?.answers ?? {};
  return { body: JSON.stringify(answers[path] ?? {}) };
});
const engine = await startEngine();

beforeAll(() => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
});
afterAll(async () => {
  await engine.close();
  await capture.close();
});

/** Calls that change something, each once: the other side keeps to the keys it is given. */
const effectsOf = (id: string): string[] => {
  const told = capture.requests.flatMap((request) => {
    const [, room, path = "/"] = roomOf(request) ?? [];
    const key = String(request.headers["idempotency-key"]);
    if (room !== id || request.method === "GET") return [];
    return [`${request.method} ${path}${key.startsWith("run:") ? "" : ` ${key}`}`];
  });
  return [...new Set(told)].sort();
};

/** Many run side by side on a busy machine, which may ask to come again. */
const PATIENCE_MS = 60_000;

const patiently = <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  const asked = () =>
    ask().catch((error: unknown) => {
      if (error instanceof AppError && error.code === "unavailable") return undefined;
      throw error;
    });
  return eventually(what, asked, PATIENCE_MS);
};

/** The answer of a command; asked again as long as it is refused because the machine is busy. */
const read = <T>(command: () => Promise<Response>): Promise<T> =>
  patiently("an answer", async () => {
    const response = await command();
    const body = await response.json();
    if (response.status === 503) return undefined;
    if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(body)}`);
    return body as T;
  });

const install = (tenant: Actor, { id, needs }: TemplateDetail): Promise<Installed> => {
  const given: Record<string, string> = {
    url: `${capture.url}/${id}`,
    email: "team@example.com",
    "time zone": "Europe/Berlin",
  };
  const values = needs.flatMap(({ name, type }) => (given[type] ? [[name, given[type]]] : []));
  const body = { values: Object.fromEntries(values), publish: true };
  return read(() => INSTALL(tenant.request("POST", body), params({ id })));
};

const signed = (trigger: Record<string, unknown>, secret: string, body: string) => {
  if (trigger.provider === "shopify")
    return { ...shopHeaders(secret, body), "x-shopify-topic": String(trigger.topic) };
  if (trigger.provider === "generic") {
    const given = { body: Buffer.from(body), secret, topic: null, nowMs: Date.now() };
    const headers = WEBHOOK_SCHEMES.hmac.sign({ ...given, deliveryId: randomUUID() });
    return { "content-type": "application/json", ...headers };
  }
  const t = Math.floor(Date.now() / 1000);
  const v1 = createHmac("sha256", secret).update(`${t}.${body}`).digest("hex");
  return { "content-type": "application/json", "stripe-signature": `t=${t},v1=${v1}` };
};

/** Sends the sample as its sender would: each time as a new delivery about the same thing. */
const sender = async (tenant: Actor, template: TemplateDetail, installed: Installed) => {
  const { trigger, sample } = template;
  const { workflowId, hooks } = installed;
  if (trigger.type === "event")
    return () =>
      read(() => TELL(tenant.request("POST", { name: trigger.name, data: sample }), params()));
  if (trigger.type !== "webhook")
    return () =>
      read(() => RUN(tenant.request("POST", { input: sample }), params({ id: workflowId })));
  const hook = hooks[0]?.id ?? "";
  // Shopify and Stripe make their secrets; other senders are given one.
  const wish = trigger.provider === "generic" ? {} : { secret: `whsec_${randomUUID()}` };
  const { secret } = await read<{ secret: string }>(() =>
    SECRET(tenant.request("POST", wish), params({ id: hook })),
  );
  return () => {
    // Stripe's own id of a delivery is in the body.
    const id = trigger.provider === "stripe" ? { id: `evt_${randomUUID()}` } : {};
    const body = JSON.stringify({ ...sample, ...id });
    const headers = signed(trigger, secret, body);
    const url = `http://127.0.0.1:3000/api/hooks/${hook}`;
    return read(() => HOOK(new Request(url, { method: "POST", body, headers }), params({ hook })));
  };
};

/** The one run of a workflow that is not known yet. */
const newRun = ({ caller }: Actor, workflowId: string, known: string[]) =>
  patiently("a run", async () => {
    const { data } = await listRuns(caller, { limit: 10, workflowId });
    return data.find(({ id }) => !known.includes(id))?.id;
  });

const runWhen = ({ caller }: Actor, runId: string, what: string, is: (run: RunDetail) => boolean) =>
  patiently(`run ${runId} ${what}`, async () => {
    const run = await getRun(caller, runId);
    return is(run) ? run : undefined;
  });

const question = ({ caller }: Actor, runId: string) =>
  patiently(
    "the question",
    async () => (await listApprovals(caller, { runId, limit: 5 })).data[0]?.id,
  );

/** Leads one run to its end: what it did. */
const lead = async (tenant: Actor, runId: string, { event, approve }: Case) => {
  if (approve) {
    const id = await question(tenant, runId);
    await read(() => DECIDE(tenant.request("POST", { decision: "approve" }), params({ id })));
  }
  if (event) {
    await runWhen(tenant, runId, "waiting", ({ status }) => status === "waiting");
    await read(() => TELL(tenant.request("POST", event), params()));
  }
  const run = await runWhen(tenant, runId, "ended", ({ endedAt }) => endedAt !== null);
  const done = run.steps.filter(({ status }) => status === "succeeded").map(({ id }) => id);
  const errors = run.steps.flatMap(({ error }) => (error ? [error] : []));
  return { status: run.status, done: done.sort(), errors };
};

const play = async (tenant: Actor, story: Case) => {
  const template = getTemplate(story.id);
  const installed = await install(tenant, template);
  const send = await sender(tenant, template, installed);
  const runs: string[] = [];
  const seen = [];
  for (let turn = 0; turn < 2; turn++) {
    await send();
    runs.push(await newRun(tenant, installed.workflowId, runs));
    const end = await lead(tenant, runs.at(-1) ?? "", story);
    seen.push({ ...end, effects: effectsOf(story.id) });
  }
  return seen;
};

test("every template has a story here", () => {
  expect(TEMPLATES.map(({ id }) => id).sort()).toEqual(CASES.map(({ id }) => id).sort());
});

const SIDE_BY_SIDE = 3;

test("every template does what it promises, and the same thing sent twice has one effect", async ({
  tenant,
}) => {
  engine.connect();
  const seen: Record<string, unknown> = {};
  const open = [...CASES];
  const work = async () => {
    for (let story = open.shift(); story; story = open.shift())
      seen[story.id] = await play(tenant, story).catch(String);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  for (const { id, done, effects } of CASES) {
    const turn = {
      status: "succeeded",
      done: [...done].sort(),
      errors: [],
      effects: [...effects].sort(),
    };
    expect.soft(seen[id], id).toEqual([turn, turn]);
  }
}, 180_000);
