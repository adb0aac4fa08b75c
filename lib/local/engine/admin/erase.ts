import type { Kernel } from "../core/kernel.ts";
import { endRun } from "../runs/end.ts";
import { audit } from "./cancel.ts";

/** What an erasure removed. */
type Erased = { runs: number; events: number };

const forgetGroups = (k: Kernel, tenant: string): void => {
  for (const batch of k.batches.values()) {
    const rest = batch.events.filter((event) => event.tenant !== tenant);
    if (rest.length === batch.events.length) continue;
    batch.events = rest;
    k.log.put("batch", batch.key, batch);
  }
  for (const state of [...k.debounces.values()]) {
    if (state.event.tenant !== tenant) continue;
    if (state.timer) k.timers.cancel(state.timer);
    k.debounces.delete(state.key);
    k.log.delete("debounce", state.key, [state.key]);
  }
};

/**
 * Ends a tenant's live runs without a word and deletes its runs, steps, failed tries and events. What was written
 * to the audit list stays; it names the tenant's id only.
 */
export const eraseTenant = async (k: Kernel, tenant: string): Promise<Erased> => {
  audit(k, "tenant.erase", tenant);
  for (const run of [...k.runs.values()]) {
    if (run.tenant !== tenant) continue;
    run.internal = true;
    endRun(k, run, "Cancelled", null);
  }
  forgetGroups(k, tenant);
  k.lookback.forget(tenant);
  await k.log.settled();
  return k.reader.begin(async (sql) => {
    await sql`delete from engine.step s using engine.run r where s.run = r.id and r.tenant = ${tenant}`;
    await sql`delete from engine.attempt a using engine.run r where a.run = r.id and r.tenant = ${tenant}`;
    const runs = await sql`delete from engine.run where tenant = ${tenant}`;
    const events = await sql`delete from engine.event where tenant = ${tenant}`;
    return { runs: runs.count, events: events.count };
  });
};
