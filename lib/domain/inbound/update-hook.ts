import type { Caller } from "@/lib/core/caller";
import { changed } from "@/lib/domain/audit/changed";
import { audit } from "@/lib/domain/audit/record";
import { hookInside } from "@/lib/domain/inbound/read-hooks";
import type { Hook, HookPatch } from "@/lib/domain/inbound/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Switches a hook on or off, or changes how its deliveries are judged; effective within a second. Throws not_found. */
export const updateHook = (caller: Caller, id: string, patch: HookPatch): Promise<Hook> =>
  asTenant(caller, async (tx) => {
    const hook = await hookInside(tx, id);
    const { enabled, scheme, toleranceS, maxBytes } = hook;
    const change = changed<HookPatch>({ enabled, scheme, toleranceS, maxBytes }, patch);
    if (Object.keys(change.after).length === 0) return hook;
    await tx.updateTable("hooks").set(change.after).where("id", "=", id).execute();
    await audit(tx, "hook.update", { kind: "hook", id }, change);
    return hookInside(tx, id);
  });
