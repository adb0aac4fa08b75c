import { z } from "zod";
import { cancelMany, cancelRun, dropCancellation } from "../admin/cancel.ts";
import type { Kernel } from "../core/kernel.ts";
import { LIMITS } from "../options.ts";
import { checkpoint } from "../runs/checkpoint.ts";
import { sendSignal } from "../runs/waits.ts";
import {
  findEvent,
  findRun,
  listEvents,
  type RunRow,
  runsOfEvent,
  stepsOf,
} from "../store/history.ts";
import { type Answer, type Call, leading, Refusal, readJson } from "./answer.ts";
import { requireSdk } from "./auth.ts";
import { durable } from "./events.ts";
import { iso, readInput, ruleOf } from "./input.ts";

const data = (k: Kernel, body: unknown): Answer => ({
  status: 200,
  body: { data: body, metadata: { fetched_at: iso(k.clock.now()), cached_until: null } },
});

/** A run as Inngest's own API shows it. A live run's status comes from memory. */
const view = (k: Kernel, row: RunRow): Record<string, unknown> => {
  const live = k.runs.get(row.id);
  return {
    run_id: row.id,
    run_started_at: iso(live?.startedAt ?? row.started_at ?? row.queued_at),
    ended_at: iso(row.ended_at),
    function_id: row.fn,
    function_version: 1,
    event_id: row.events.split(" ")[0],
    batch_id: row.batch === 1 ? row.id : null,
    cron: row.cron,
    status: row.ended_at === null ? (live?.status ?? row.status) : row.status,
    output: row.output === null ? null : JSON.parse(row.output),
  };
};

const open = async (call: Call): Promise<Kernel> => {
  requireSdk(call);
  const k = leading(call);
  await durable(k);
  return k;
};

const part = (call: Call, i: number): string => call.parts[i] ?? "";

export const getEvents = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const limit = Math.min(Math.max(Number(call.query.get("limit") ?? 20) || 20, 1), 100);
  const name = call.query.get("name") ?? undefined;
  const cursor = call.query.get("cursor") ?? undefined;
  const events = await listEvents(k.reader, { name, cursor, limit });
  return data(
    k,
    events.map((event) => eventView(event)),
  );
};

const eventView = (event: {
  id: string;
  text: string;
  receivedAt: number;
}): Record<string, unknown> => ({
  internal_id: event.id,
  received_at: iso(event.receivedAt),
  ...JSON.parse(event.text),
});

export const getEvent = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const event = await findEvent(k.reader, part(call, 2));
  if (!event) throw new Refusal(404, "there is no such event");
  return data(k, eventView(event));
};

export const getEventRuns = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const event = await findEvent(k.reader, part(call, 2));
  const rows = event ? await runsOfEvent(k.reader, event.id) : [];
  return data(
    k,
    rows.map((row) => view(k, row)),
  );
};

const existing = async (k: Kernel, id: string): Promise<RunRow> => {
  const row = await findRun(k.reader, id);
  if (!row) throw new Refusal(404, "there is no such run");
  return row;
};

export const getRun = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  return data(k, view(k, await existing(k, part(call, 2))));
};

/** Cancels a run. A run that has ended already stays as it is. */
export const deleteRun = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  if (!cancelRun(k, part(call, 2))) await existing(k, part(call, 2));
  await durable(k);
  return { status: 204, body: "" };
};

/** What a run has out or waits for now. */
export const getRunJobs = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  await existing(k, part(call, 2));
  const run = k.runs.get(part(call, 2));
  const items = run ? [run.discovery, ...(run.open?.values() ?? [])] : [];
  const jobs = items.flatMap((item) =>
    "state" in item && item.state !== "idle"
      ? [
          {
            id: `${run?.id}.${item.step}`,
            kind: item.kind,
            status: item.state,
            attempt: item.attempt,
            at: iso(item.due || (run?.queuedAt ?? null)),
          },
        ]
      : [],
  );
  return data(k, jobs);
};

/** The recorded steps of a run in the form `use_api` requests read. */
export const getRunActions = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const steps = await stepsOf(k.reader, part(call, 2));
  return {
    status: 200,
    body: Object.fromEntries(steps.map(({ id, out }) => [id, JSON.parse(out)])),
  };
};

/** The events of a run, for the same. */
export const getRunBatch = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const row = await existing(k, part(call, 2));
  const events = await Promise.all(row.events.split(" ").map((id) => findEvent(k.reader, id)));
  return { status: 200, body: events.flatMap((event) => (event ? [JSON.parse(event.text)] : [])) };
};

const Signal = z.object({ signal: z.string().min(1).max(1024), data: z.unknown() });

export const postSignal = async (call: Call): Promise<Answer> => {
  requireSdk(call);
  const k = leading(call);
  const { signal, data: value } = await readInput(call, Signal);
  const runId = sendSignal(k, signal, value);
  if (!runId) throw new Refusal(404, "no run waits for this signal");
  await durable(k);
  return data(k, { run_id: runId });
};

export const postCheckpoint = async (call: Call): Promise<Answer> => {
  requireSdk(call);
  const k = leading(call);
  const outcome = checkpoint(
    k,
    part(call, 2),
    await readJson(call.request, LIMITS.checkpointBytes),
  );
  await durable(k);
  if (outcome.status !== 200) throw new Refusal(outcome.status, outcome.message);
  return { status: 200, body: { status: "ok" } };
};

const Cancel = z.object({
  app_id: z.string().nullish(),
  function_id: z.string().nullish(),
  tenant: z.string().nullish(),
  started_after: z.iso.datetime({ offset: true }).nullish(),
  started_before: z.iso.datetime({ offset: true }).nullish(),
  if: z.string().nullish(),
});

/** Cancels the runs of a function or tenant that were queued in a span of time. */
export const postCancellation = async (call: Call): Promise<Answer> => {
  requireSdk(call);
  const k = leading(call);
  const input = await readInput(call, Cancel);
  if (!input.function_id && !input.tenant && !input.if) {
    throw new Refusal(400, "name a function_id, a tenant or a condition");
  }
  const full = input.app_id && input.function_id ? `${input.app_id}-${input.function_id}` : null;
  const fn = full && k.fns.has(full) ? full : (input.function_id ?? null);
  const rule = ruleOf(k, {
    fn,
    tenant: input.tenant,
    from: input.started_after,
    to: input.started_before,
    if: input.if,
  });
  const count = await cancelMany(k, rule);
  await durable(k);
  return {
    status: 201,
    body: { data: { id: rule.id, function_id: fn, cancelled: count }, metadata: {} },
  };
};

export const getCancellations = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  return data(
    k,
    [...k.cancellations.values()].map((rule) => ({
      id: rule.id,
      function_id: rule.fn,
      tenant: rule.tenant,
      if: rule.condition?.text ?? null,
      started_after: iso(rule.from),
      started_before: iso(rule.to),
    })),
  );
};

export const deleteCancellation = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  if (!dropCancellation(k, part(call, 2)))
    throw new Refusal(404, "there is no such cancellation in force");
  await durable(k);
  return { status: 204, body: "" };
};
