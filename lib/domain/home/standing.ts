import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** How far a tenant has come; decides which next step the home page offers. */
export type Standing = { workflows: number; live: number; hasRuns: boolean };

/** Counts of workflows that are not deleted, and whether anything ever ran; samples left out. */
export const standing = (caller: Caller): Promise<Standing> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Standing>`select count(*)::int as workflows,
        count(*) filter (where status = 'live')::int as live,
        exists (select from public.runs where not is_demo) as has_runs
      from public.workflows where deleted_at is null and not is_demo`.execute(tx);
    return rows[0] ?? { workflows: 0, live: 0, hasRuns: false };
  });
