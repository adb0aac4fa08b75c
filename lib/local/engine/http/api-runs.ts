import { z } from "zod";
import { cancelMany, cancelRun } from "../admin/cancel.ts";
import { eraseTenant } from "../admin/erase.ts";
import { ReplayError, replay, replayMany } from "../admin/replay.ts";
import type { Kernel } from "../core/kernel.ts";
import { isPause } from "../runs/record.ts";
import {
  attemptsOf,
  childrenOf,
  findRun,
  listEvents,
  listRuns,
  type RunFilter,
  type RunRow,
  stepsOf,
} from "../store/history.ts";
import { type Answer, type Call, leading, Refusal } from "./answer.ts";
import { requireToken } from "./auth.ts";
import { durable } from "./events.ts";
import { iso, RuleInput, readInput, ruleOf } from "./input.ts";

const open = async (call: Call): Promise<Kernel> => {
  requireToken(call);
  const k = leading(call);
  await durable(k);
  return k;
};

const id = (call: Call): string => call.parts[2] ?? "";

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
  tenant: z.string().optional(),
});
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .optional();
const RunQuery = Page.extend({
  fn: z.string().optional(),
  status: z.string().optional(),
  from: time,
  to: time,
});
const EventQuery = Page.extend({ name: z.string().optional() });

const query = <T extends z.ZodType>(call: Call, schema: T): z.output<T> => {
  const parsed = schema.safeParse(Object.fromEntries(call.query));
  if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error));
  return parsed.data;
};

const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

const summary = (k: Kernel, row: RunRow): Record<string, unknown> => {
  const live = k.runs.get(row.id);
  return {
    id: row.id,
    fn: row.fn,
    status: row.ended_at === null ? (live?.status ?? row.status) : row.status,
    tenant: row.tenant,
    eventIds: row.events.split(" "),
    cron: row.cron,
    parent: row.parent_run === null ? null : { run: row.parent_run, step: row.parent_step },
    replayOf: row.replay_of,
    queuedAt: iso(row.queued_at),
    startedAt: iso(live?.startedAt ?? row.started_at),
    endedAt: iso(row.ended_at),
  };
};

const page = (items: { id?: unknown }[], limit: number): Answer => ({
  status: 200,
  body: { data: items, nextCursor: items.length === limit ? (items.at(-1)?.id ?? null) : null },
});

/** `GET /api/runs?fn&status&tenant&from&to&cursor&limit`, the newest first. */
export const getRuns = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const filter: RunFilter = query(call, RunQuery);
  const rows = await listRuns(k.reader, filter);
  return page(
    rows.map((row) => summary(k, row)),
    filter.limit,
  );
};

const waitsOf = (k: Kernel, runId: string): unknown[] =>
  [...(k.runs.get(runId)?.open?.values() ?? [])].map((item) =>
    isPause(item)
      ? {
          step: item.step,
          name: item.name,
          kind: item.kind,
          for: item.target,
          until: iso(item.expires),
        }
      : {
          step: item.step,
          name: item.name,
          kind: item.kind,
          attempt: item.attempt,
          until: iso(item.due || null),
        },
  );

/** `GET /api/runs/:id`: a run with its steps, failed tries, waits and invoked runs. */
export const getRun = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const row = await findRun(k.reader, id(call));
  if (!row) throw new Refusal(404, "there is no such run");
  const [steps, attempts, children] = await Promise.all([
    stepsOf(k.reader, row.id),
    attemptsOf(k.reader, row.id),
    childrenOf(k.reader, row),
  ]);
  const body = {
    ...summary(k, row),
    output: json(row.output),
    steps: steps.map((step) => ({
      id: step.id,
      name: step.name,
      op: step.op,
      attempt: step.attempt,
      startedAt: iso(step.started_at),
      endedAt: iso(step.at),
      ...(json(step.out) as object),
    })),
    attempts: attempts.map((attempt) => ({
      step: attempt.step,
      attempt: attempt.attempt,
      startedAt: iso(attempt.started_at),
      endedAt: iso(attempt.ended_at),
      status: attempt.status,
      error: attempt.error,
    })),
    waits: waitsOf(k, row.id),
    children: children.map((child) => summary(k, child)),
  };
  return { status: 200, body };
};

/** `POST /api/runs/:id/cancel` */
export const postCancel = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const cancelled = cancelRun(k, id(call));
  if (!cancelled && !(await findRun(k.reader, id(call))))
    throw new Refusal(404, "there is no such run");
  await durable(k);
  return { status: 200, body: { cancelled } };
};

const started = async (k: Kernel, start: Promise<{ id: string }>): Promise<Answer> => {
  try {
    const run = await start;
    await durable(k);
    return { status: 201, body: { id: run.id } };
  } catch (error) {
    if (error instanceof ReplayError) throw new Refusal(409, error.message);
    throw error;
  }
};

/** `POST /api/runs/:id/replay`: a new run with the same events. */
export const postReplay = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  return started(k, replay(k, id(call)));
};

/** `POST /api/runs/:id/rerun { fromStep }`: a new run that keeps the results before that step. */
export const postRerun = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const { fromStep } = await readInput(call, z.object({ fromStep: z.string().min(1) }));
  return started(k, replay(k, id(call), fromStep));
};

const Replays = z.object({
  fn: z.string(),
  status: z.enum(["Failed", "Cancelled", "Completed"]).default("Failed"),
  from: time,
  to: time,
  limit: z.number().int().min(1).max(1000).default(200),
});

/** `POST /api/replays { fn, status, from, to, limit }`: replays many ended runs. */
export const postReplays = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const ids = await replayMany(k, await readInput(call, Replays));
  await durable(k);
  return { status: 201, body: { data: ids } };
};

/** `POST /api/cancellations { fn, tenant, from, to, if }` */
export const postCancellations = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const rule = ruleOf(k, await readInput(call, RuleInput));
  const cancelled = await cancelMany(k, rule);
  await durable(k);
  return { status: 201, body: { id: rule.id, cancelled } };
};

/** `GET /api/events?name&tenant&cursor&limit`, the newest first. */
export const getEvents = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  const filter = query(call, EventQuery);
  const events = await listEvents(k.reader, filter);
  const items = events.map((event) => ({
    id: event.id,
    externalId: event.externalId,
    name: event.name,
    tenant: event.tenant,
    ts: iso(event.ts),
    receivedAt: iso(event.receivedAt),
    data: JSON.parse(event.text).data,
  }));
  return page(items, filter.limit);
};

/** `DELETE /api/tenants/:id/data`: erases all the engine keeps of a tenant. */
export const deleteTenant = async (call: Call): Promise<Answer> => {
  const k = await open(call);
  return { status: 200, body: await eraseTenant(k, id(call)) };
};
