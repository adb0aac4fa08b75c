import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { assessSequence } from "@/lib/domain/sequences/assess";
import { readSequence } from "@/lib/domain/sequences/documents/read";
import type { NewSequence, SequenceDetail, SequencePatch } from "@/lib/domain/sequences/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { readSender } from "@/lib/infra/email/brand";

type Locked = {
  name: string;
  status: string;
  draft: Record<string, unknown>;
  revision: number;
  liveVersion: number | null;
  builtIn: string | null;
};

/** Locks a sequence for a change. Throws not_found, and conflict when it is archived. */
export const lockSequence = async (tx: Tx, id: string): Promise<Locked> => {
  const { rows } = await sql<Locked>`
    select name, status, draft, revision, live_version, built_in from public.sequences where id = ${id}::uuid for update`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new AppError("not_found", "There is no such sequence.");
  if (row.status === "archived")
    throw new AppError("conflict", "The sequence is archived; restore it first.");
  return row;
};

/** Saves a document as the draft of a new sequence, problems and all. */
export const createSequence = (
  caller: Caller,
  { definition }: NewSequence,
): Promise<SequenceDetail> =>
  asTenant(caller, async (tx) => {
    const { name, problems } = assessSequence(definition, (await readSender(tx)).isHouse);
    const { rows } = await sql<{ id: string }>`
      insert into public.sequences (name, draft, draft_problems)
      values (${name}, ${JSON.stringify(definition)}::text::jsonb, ${JSON.stringify(problems)}::text::jsonb) returning id`.execute(
      tx,
    );
    const id = rows[0]?.id ?? "";
    await audit(tx, "sequence.create", { kind: "sequence", id }, { after: { name } });
    return readSequence(tx, id);
  });

/** Replaces the draft or its name; what is live stays as it was published. Throws not_found, conflict, too_large. */
export const updateSequence = (
  caller: Caller,
  id: string,
  patch: SequencePatch,
): Promise<SequenceDetail> =>
  asTenant(caller, async (tx) => {
    const old = await lockSequence(tx, id);
    if (patch.revision !== undefined && patch.revision !== old.revision)
      throw new AppError(
        "conflict",
        "Somebody saved this sequence since you opened it. Load it again.",
      );
    const base = patch.definition ?? old.draft;
    const draft = patch.name === undefined ? base : { ...base, name: patch.name };
    const { name, problems } = assessSequence(draft, (await readSender(tx)).isHouse);
    await sql`
      update public.sequences set name = ${name}, draft = ${JSON.stringify(draft)}::text::jsonb,
        draft_problems = ${JSON.stringify(problems)}::text::jsonb, revision = revision + 1, updated_at = now()
      where id = ${id}::uuid`.execute(tx);
    await audit(
      tx,
      "sequence.update",
      { kind: "sequence", id },
      { before: { name: old.name }, after: { name, problems: problems.length } },
    );
    return readSequence(tx, id);
  });
