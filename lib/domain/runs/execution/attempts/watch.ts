import { type Kysely, sql } from "kysely";
import type { RunKey } from "@/lib/domain/runs/execution/journal";
import type { DB } from "@/lib/infra/db/types";

/** Why an effect under way is given up: its run was cancelled or ended in another branch. */
export class RunOver extends Error {
  override readonly name = "RunOver";
}

type Watched = RunKey & { since: number; abort: (reason: RunOver) => void };

const LOOK_EVERY_MS = 250;
// Most effects are over sooner than that, and never cost a look.
const LONG_MS = 300;

/** Looks with one statement for all whether the runs of effects that take long are still alive. */
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
    const runIds = [...new Set(long.map(({ runId }) => runId))];
    const tenantIds = runIds.map((id) => long.find(({ runId }) => runId === id)?.tenantId);
    const { rows } = await sql<{ id: string }>`select r.id from public.runs r
      join unnest(${tenantIds}::uuid[], ${runIds}::uuid[]) as w (tenant_id, id)
        on r.tenant_id = w.tenant_id and r.id = w.id
      where r.id = any(${runIds}::uuid[]) and r.status not in ('queued', 'running', 'waiting')`.execute(
      this.db,
    );
    return rows.map(({ id }) => id);
  }
}

const watchers = new WeakMap<Kysely<DB>, Watcher>();

/**
 * Gives the effect under way up, within about half a second, when its run ends. The function given back stops watching
 * and belongs into `finally`.
 */
export const watchRun = (
  db: Kysely<DB>,
  { tenantId, runId }: RunKey,
  abort: (reason: RunOver) => void,
): (() => void) => {
  const watcher = watchers.get(db) ?? new Watcher(db);
  watchers.set(db, watcher);
  return watcher.add({ tenantId, runId, since: performance.now(), abort });
};
