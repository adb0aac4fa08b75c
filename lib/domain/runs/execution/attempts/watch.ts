import { type Kysely, sql } from "kysely";
import type { LoadedRun, RunKey } from "@/lib/domain/runs/execution/journal";
import type { DB } from "@/lib/infra/db/types";

/** Why an effect under way is given up: its run was cancelled or ended in another branch. */
export class RunOver extends Error {
  override readonly name = "RunOver";
}

type Watched = RunKey & { startedAt: Date; since: number; abort: (reason: RunOver) => void };

const LOOK_EVERY_MS = 250;
// Most effects are over sooner than that, and never cost a look.
const LONG_MS = 300;

/** Looks with one statement for all whether the runs of effects that take long are still alive, and tells that they are under way. */
class Watcher {
  private readonly watched = new Set<Watched>();
  private timer: NodeJS.Timeout | undefined;
  private readonly db: Kysely<DB>;

  constructor(db: Kysely<DB>) {
    this.db = db;
  }

  add(one: Watched): () => void {
    this.watched.add(one);
    this.plan();
    return () => this.watched.delete(one);
  }

  private plan() {
    if (this.timer || this.watched.size === 0) return;
    this.timer = setTimeout(() => this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  private async look() {
    const before = performance.now() - LONG_MS;
    const long = [...this.watched].filter(({ since }) => since <= before);
    // A look that fails is repeated by the next one.
    const over = long.length === 0 ? [] : await this.overOf(long).catch(() => []);
    for (const one of long)
      if (over.includes(one.runId)) one.abort(new RunOver("The run ended meanwhile."));
    this.timer = undefined;
    this.plan();
  }

  private async overOf(long: readonly Watched[]): Promise<string[]> {
    const byRun = [...new Map(long.map((one) => [one.runId, one])).values()];
    const runIds = byRun.map(({ runId }) => runId);
    const { rows } = await sql<{ id: string }>`
      with w as (select * from unnest(${byRun.map(({ tenantId }) => tenantId)}::uuid[], ${runIds}::uuid[],
        ${byRun.map(({ startedAt }) => startedAt.toISOString())}::timestamptz[]) as w (tenant_id, id, started_at)),
      told as (
        update public.runs r set status = 'running', started_at = coalesce(r.started_at, w.started_at),
          steps_done = (select count(*) from public.run_steps s
            where s.tenant_id = r.tenant_id and s.run_id = r.id and s.ended_at is not null)
        from w where r.tenant_id = w.tenant_id and r.id = w.id and r.id = any(${runIds}::uuid[]) and r.status = 'queued')
      select r.id from public.runs r join w on r.tenant_id = w.tenant_id and r.id = w.id
      where r.id = any(${runIds}::uuid[]) and r.status not in ('queued', 'running', 'waiting')`.execute(
      this.db,
    );
    return rows.map(({ id }) => id);
  }
}

const watchers = new WeakMap<Kysely<DB>, Watcher>();

/**
 * Gives the effect under way up, within about half a second, when its run ends; a run that was not told to be under way is by
 * then. The function given back stops watching
 * and belongs into `finally`.
 */
export const watchRun = (
  db: Kysely<DB>,
  { tenantId, runId, startedAt }: LoadedRun,
  abort: (reason: RunOver) => void,
): (() => void) => {
  const watcher = watchers.get(db) ?? new Watcher(db);
  watchers.set(db, watcher);
  return watcher.add({ tenantId, runId, startedAt, since: performance.now(), abort });
};
