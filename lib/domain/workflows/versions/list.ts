import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, type Page, type PageQuery, toPage } from "@/lib/core/page";
import { readWorkflow } from "@/lib/domain/workflows/get";
import { selectVersions, toVersion } from "@/lib/domain/workflows/versions/get";
import type { WorkflowVersion } from "@/lib/domain/workflows/versions/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

type Versions = z.infer<ReturnType<typeof Page<typeof WorkflowVersion>>>;

/** Published versions, newest first, each with its author, note, time and definition. Throws not_found. */
export const listVersions = (caller: Caller, id: string, query: PageQuery): Promise<Versions> =>
  asTenant(caller, async (tx) => {
    const { liveVersion } = await readWorkflow(tx, id);
    const [before] = decodeCursor(query.cursor, 1) ?? [];
    let select = selectVersions(tx, id);
    if (before) select = select.where("v.version", "<", Number.parseInt(before, 10) || 0);
    const rows = await select
      .orderBy("v.version", "desc")
      .limit(query.limit + 1)
      .execute();
    const versions = rows.map((row) => toVersion(row, liveVersion));
    return toPage(versions, query.limit, ({ version }) => [String(version)]);
  });
