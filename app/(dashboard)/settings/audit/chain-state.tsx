import { ShieldAlert, ShieldCheck } from "lucide-react";
import type { Caller } from "@/lib/core/caller";
import { verifyAudit } from "@/lib/domain/audit/verify";

/** Whether every link of the chain still holds; recomputed on each view. */
export const ChainState = async ({ caller }: { caller: Caller }) => {
  const { intact, entries, problems } = await verifyAudit(caller);
  if (intact) {
    return (
      <p className="flex h-8 items-center gap-1.5 text-sm text-succeeded">
        <ShieldCheck aria-hidden className="size-4" />
        Chain verified, {entries} {entries === 1 ? "entry" : "entries"}
      </p>
    );
  }
  return (
    <div role="alert" className="max-w-md rounded-md bg-failed-soft p-3 text-failed text-sm">
      <p className="flex items-center gap-1.5 font-medium">
        <ShieldAlert aria-hidden className="size-4" />
        The chain is broken in {problems.length} {problems.length === 1 ? "place" : "places"}
      </p>
      <p>
        {problems
          .slice(0, 5)
          .map(({ seq, problem }) => `entry ${seq}: ${problem}`)
          .join(", ")}
        . Somebody with access to the database changed it; tell whoever runs Steward.
      </p>
    </div>
  );
};
