import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

export type WaitStep = { key: string; runId: string; stepId: string };

/** What a step waits for; `name` is the event's name, the approval's id or the child run's id. */
export type NewWait = WaitStep & {
  kind: "event" | "approval" | "workflow";
  name: string;
  /** An expression over what comes; `scope` holds the values of the run that it names. */
  filter?: string | undefined;
  scope?: Record<string, unknown>;
  /** After this the wait is over without an answer; null waits for ever. */
  until: Date | null;
  /** Given when there is nothing to wait for: the wait is a record only. */
  resolution?: Record<string, unknown>;
};

type Opened = { isNew: boolean; name: string; until: Date | null };

/**
 * Opens a wait of a live run of the transaction's tenant, once a key: a second time answers the first. For workers. Throws
 * conflict when the run has ended, unavailable when its twin is being opened.
 */
export const openWait = async (tx: Tx, wait: NewWait): Promise<Opened> => {
  const { key, runId, stepId, kind, name, filter = null, scope = {}, until, resolution } = wait;
  const settled = resolution ? sql`now()` : sql`null`;
  const { rows } = await sql<Opened & { isLive: boolean }>`
    with live as (select id from public.runs where id = ${runId} and ended_at is null for share),
    opened as (
      insert into public.run_waits (key, run_id, step_id, kind, name, filter, scope, until, resolved_at, resolution, closed_at)
      select ${key}, id, ${stepId}, ${kind}, ${name}, ${filter}, ${json(scope)}, ${until}::timestamptz, ${settled}::timestamptz,
        ${resolution ? json(resolution) : null}::jsonb, ${settled}::timestamptz from live
      on conflict (tenant_id, key) do nothing returning name, until)
    select true as is_live, true as is_new, name, until from opened
    union all
    select exists (select from live), false, name, until from public.run_waits
    where key = ${key} and not exists (select from opened)`.execute(tx);
  const [row] = rows;
  if (row?.isLive) return { isNew: row.isNew, name: row.name, until: row.until };
  if (row || !(await isLive(tx, runId))) throw new AppError("conflict", "The run has ended.");
  throw new AppError("unavailable", "The wait is being opened already.", { retryAfterS: 1 });
};

const isLive = async (tx: Tx, runId: string) =>
  (await tx.selectFrom("runs").select("endedAt").where("id", "=", runId).executeTakeFirst())
    ?.endedAt === null;
