import type { Kernel } from "../core/kernel.ts";
import type { Fn, Run } from "../core/model.ts";
import { ulid } from "../core/ulid.ts";
import { mayStart } from "./flow.ts";
import { startRun } from "./start.ts";
import { deadline, failStep, newPause, openPause, type WaitOp } from "./waits.ts";

const DEFAULT_TIMEOUT_MS = 365 * 86_400_000;

/** Opens `step.invoke`: starts the child and waits for its end. */
export const openInvoke = (k: Kernel, run: Run, op: WaitOp): void => {
  const { timeout, function_id: id, payload } = op.opts;
  const expires = timeout
    ? deadline(k, run, op, "InvokeFunction", timeout)
    : k.clock.now() + DEFAULT_TIMEOUT_MS;
  if (expires === null) return;
  const fn = k.fns.get(String(id));
  if (!fn || fn.removedAt !== null) {
    failStep(k, run, op, "InvokeFunction", [
      "FunctionNotFoundError",
      `there is no function "${String(id)}"`,
    ]);
    return;
  }
  const { data, v } = (payload ?? {}) as Payload;
  const parent = { run: run.id, step: op.id };
  const child = startInvoked(k, fn, { data, v }, { parent, tenant: run.tenant });
  if (child) openPause(k, newPause(run, "invoke", op, { target: child.id, expires }));
  else {
    const message = `"${fn.id}" was not started: its rate limit or idempotency key forbids it`;
    failStep(k, run, op, "InvokeFunction", ["RateLimitedError", message]);
  }
};

type Payload = { data?: Record<string, unknown> | undefined; v?: string | undefined };

/**
 * Starts a run of a function without an event of the outside: for `step.invoke`, or by hand. Null when the function's
 * rate limit or idempotency key forbids it.
 */
export const startInvoked = (
  k: Kernel,
  fn: Fn,
  { data, v }: Payload,
  { parent, tenant }: { parent?: NonNullable<Run["parent"]>; tenant: string | null },
): Run | null => {
  const now = k.clock.now();
  const id = ulid(now);
  const name = "inngest/function.invoked";
  const event = { data: data ?? {}, id, name, ts: now, ...(v ? { v } : {}) };
  if (!mayStart(k, fn, event)) return null;
  const record = {
    id,
    externalId: null,
    name,
    text: JSON.stringify(event),
    ts: now,
    receivedAt: now,
    tenant: typeof data?.tenantId === "string" ? data.tenantId : tenant,
    canon: null,
  };
  k.log.put("event", id, record);
  return startRun(k, { fn, events: [record], event, ...(parent && { parent }) });
};
