import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { readWorkflow } from "@/lib/domain/workflows/get";
import { diffDefinitions } from "@/lib/domain/workflows/versions/diff";
import type {
  DiffQuery,
  VersionDiff,
  WorkflowVersion,
} from "@/lib/domain/workflows/versions/schema";
import { withDefaults } from "@/lib/domain/workflows/versions/with-defaults";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Row = {
  version: number;
  note: string;
  publishedBy: string;
  publishedAt: Date;
  definition: unknown;
  authorName: string | null;
};

// `publishedBy` is a person's id, "key <id>" or the name of a worker, as publishing wrote it.
const authorName = sql<string | null>`coalesce(
  (select coalesce(nullif(p.full_name, ''), p.email) from public.profiles p where p.user_id::text = v.published_by),
  (select k.name from public.api_keys k where k.tenant_id = v.tenant_id and 'key ' || k.id = v.published_by))`;

const authorOf = ({ publishedBy, authorName: name }: Row): WorkflowVersion["author"] => {
  if (publishedBy.startsWith("key ")) return { kind: "key", id: publishedBy.slice(4), name };
  const isPerson = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(publishedBy);
  return { kind: isPerson ? "user" : "worker", id: publishedBy, name };
};

/** The columns of a version with its author's name; one query for any number of versions. */
export const selectVersions = (tx: Tx, workflowId: string) =>
  tx
    .selectFrom("workflowVersions as v")
    .select([
      "v.version",
      "v.note",
      "v.publishedBy",
      "v.publishedAt",
      "v.definition",
      authorName.as("authorName"),
    ])
    .where("v.workflowId", "=", workflowId);

/** A version's row as the API shows it. */
export const toVersion = (row: Row, liveVersion: number | null): WorkflowVersion => ({
  version: row.version,
  note: row.note,
  publishedBy: row.publishedBy,
  author: authorOf(row),
  publishedAt: row.publishedAt.toISOString(),
  isLive: row.version === liveVersion,
  definition: row.definition as Record<string, unknown>,
});

const findVersion = async (tx: Tx, id: string, version: number): Promise<Row> => {
  const row = await selectVersions(tx, id).where("v.version", "=", version).executeTakeFirst();
  if (row) return row;
  throw new AppError("not_found", `There is no version ${version} of this workflow.`);
};

/** One published version with its definition. Throws not_found. */
export const getVersion = (caller: Caller, id: string, version: number): Promise<WorkflowVersion> =>
  asTenant(caller, async (tx) => {
    const { liveVersion } = await readWorkflow(tx, id);
    return toVersion(await findVersion(tx, id, version), liveVersion);
  });

/**
 * What changed up to version `n`: since the version `against`, or the one before it (nothing before the first). With
 * `draft` the other way round: what the draft changes on version `n`. Throws not_found.
 */
export const diffVersion = (
  caller: Caller,
  id: string,
  n: number,
  { against = n - 1 }: DiffQuery,
): Promise<VersionDiff> =>
  asTenant(caller, async (tx) => {
    const { draft, problems } = await readWorkflow(tx, id);
    const documentOf = async (one: number) =>
      withDefaults((await findVersion(tx, id, one)).definition as Record<string, unknown>);
    const version = await documentOf(n);
    if (against === "draft") {
      const diff = diffDefinitions(version, withDefaults(draft));
      return { ...diff, before: n, after: against, problems };
    }
    const diff = diffDefinitions(against === 0 ? {} : await documentOf(against), version);
    return { ...diff, before: against, after: n, problems: [] };
  });
