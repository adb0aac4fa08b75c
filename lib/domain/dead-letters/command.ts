import type { Caller } from "@/lib/core/caller";
import { openBulkAction } from "@/lib/domain/bulk-actions/open";
import type { BulkAsked } from "@/lib/domain/bulk-actions/schema";
import { countLetters } from "@/lib/domain/dead-letters/choose";
import type { ChooseLetters, RedriveInput } from "@/lib/domain/dead-letters/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Asks for open letters to be run again; a preview only counts them. */
export const redriveLetters = (caller: Caller, wish: RedriveInput): Promise<BulkAsked> =>
  asTenant(caller, async (tx) => {
    const { ids, filter, dryRun, mode, version, input } = wish;
    return openBulkAction(tx, {
      tenantId: caller.tenantId,
      kind: "dead-letters.redrive",
      selection: { ids, filter },
      options: { mode, version, ...(input && { input }) },
      shown: { mode, version, ...(input && { edited: true }) },
      dryRun,
      count: await countLetters(tx, { ids, filter }, "open"),
    });
  });

const change =
  (kind: "dead-letters.discard" | "dead-letters.restore", from: "open" | "discarded") =>
  (caller: Caller, { ids, filter, dryRun }: ChooseLetters): Promise<BulkAsked> =>
    asTenant(caller, async (tx) =>
      openBulkAction(tx, {
        tenantId: caller.tenantId,
        kind,
        selection: { ids, filter },
        dryRun,
        count: await countLetters(tx, { ids, filter }, from),
      }),
    );

/** Asks for open letters to be put away without another run; a preview only counts them. */
export const discardLetters = change("dead-letters.discard", "open");

/** Asks for discarded letters to be opened again; a preview only counts them. */
export const restoreLetters = change("dead-letters.restore", "discarded");
