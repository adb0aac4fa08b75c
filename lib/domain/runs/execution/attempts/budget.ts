import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

const FULL = 500;
const REFRESH_MS = 10_000;
const FLUSH_MS = 1000;
const EMPTY_FOR_MS = 1000;

const nameOf = (tenantId: string, host: string) => `${tenantId} ${host}`;

/**
 * What retries of calls cost, per tenant and host, shared by all processes (reliability RT-3): of 500 tokens a retry after
 * a failure takes 5, after a time-out 10, and every success gives 1 back. A full budget has no row, and a success
 * writes only where something is missing, together with others.
 */
class RetryBudget {
  private readonly db: Kysely<DB>;
  private readonly emptyUntil = new Map<string, number>();
  private missing = new Set<string>();
  private readonly gained = new Map<string, number>();
  private refreshedAt = Number.NEGATIVE_INFINITY;
  private flushing: NodeJS.Timeout | undefined;

  constructor(db: Kysely<DB>) {
    this.db = db;
  }

  async take(tenantId: string, host: string, cost: number): Promise<boolean> {
    const name = nameOf(tenantId, host);
    if ((this.emptyUntil.get(name) ?? 0) > performance.now()) return false;
    this.missing.add(name);
    const { rows } = await sql`
      insert into public.retry_budgets as b (tenant_id, host, tokens) values (${tenantId}, ${host}, ${FULL - cost})
      on conflict (tenant_id, host) do update set tokens = b.tokens - ${cost}, updated_at = now()
        where b.tokens >= ${cost}
      returning tokens`.execute(this.db);
    if (rows.length > 0) return true;
    this.emptyUntil.set(name, performance.now() + EMPTY_FOR_MS);
    return false;
  }

  giveBack(tenantId: string, host: string): void {
    if (performance.now() - this.refreshedAt > REFRESH_MS) {
      this.refreshedAt = performance.now();
      void this.refresh().catch(() => {});
    }
    const name = nameOf(tenantId, host);
    if (!this.missing.has(name)) return;
    this.gained.set(name, (this.gained.get(name) ?? 0) + 1);
    this.flushing ??= setTimeout(() => void this.flush().catch(() => {}), FLUSH_MS).unref();
  }

  /** Other processes take too; which budgets are not full is looked up now and then. Those that are full go. */
  private async refresh(): Promise<void> {
    const { rows } = await sql<{ tenantId: string; host: string }>`
      with filled as (delete from public.retry_budgets where tokens >= ${FULL})
      select tenant_id, host from public.retry_budgets where tokens < ${FULL}`.execute(this.db);
    this.missing = new Set(rows.map(({ tenantId, host }) => nameOf(tenantId, host)));
    this.emptyUntil.clear();
  }

  private async flush(): Promise<void> {
    this.flushing = undefined;
    const gains = [...this.gained].map(([name, tokens]) => {
      const [tenant_id, host] = name.split(" ");
      return { tenant_id, host, tokens };
    });
    this.gained.clear();
    await sql`update public.retry_budgets b set tokens = least(${FULL}, b.tokens + g.tokens), updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(gains)}::jsonb) as g (tenant_id uuid, host text, tokens int)
      where b.tenant_id = g.tenant_id and b.host = g.host`.execute(this.db);
  }
}

const budgets = new WeakMap<Kysely<DB>, RetryBudget>();

const budgetOf = (db: Kysely<DB>): RetryBudget => {
  const known = budgets.get(db) ?? new RetryBudget(db);
  budgets.set(db, known);
  return known;
};

/** Whether the budget allows a retry, which is paid for with that. */
export const takeRetry = (
  db: Kysely<DB>,
  tenantId: string,
  host: string,
  isTimeout: boolean,
): Promise<boolean> => budgetOf(db).take(tenantId, host, isTimeout ? 10 : 5);

/** A call to the host went well. Costs nothing while the budget is full. */
export const giveBackRetry = (db: Kysely<DB>, tenantId: string, host: string): void =>
  budgetOf(db).giveBack(tenantId, host);
