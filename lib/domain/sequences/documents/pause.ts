import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { readSequence } from "@/lib/domain/sequences/documents/read";
import { lockSequence } from "@/lib/domain/sequences/documents/save";
import type { SequenceDetail } from "@/lib/domain/sequences/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

// The sweep only looks at people with a time, so that those of a paused sequence cost it nothing.
const stop = (tx: Tx, id: string) =>
  sql`update public.enrolments set next_at = null where sequence_id = ${id}::uuid and next_at is not null`.execute(
    tx,
  );

const goOn = (tx: Tx, id: string) =>
  sql`update public.enrolments set next_at = greatest(due_at, now()) where sequence_id = ${id}::uuid and status = 'active'`.execute(
    tx,
  );

const setStatus = (tx: Tx, id: string, status: string) =>
  sql`update public.sequences set status = ${status}, updated_at = now() where id = ${id}::uuid`.execute(
    tx,
  );

/** Holds everybody inside where they are, and lets nobody in. Throws not_found, conflict. */
export const pauseSequence = (caller: Caller, id: string): Promise<SequenceDetail> =>
  asTenant(caller, async (tx) => {
    const { status } = await lockSequence(tx, id);
    if (status === "draft") throw new AppError("conflict", "The sequence was never published.");
    if (status === "live") {
      await setStatus(tx, id, "paused");
      await stop(tx, id);
      await audit(tx, "sequence.pause", { kind: "sequence", id });
    }
    return readSequence(tx, id);
  });

/** Lets a paused sequence go on; what became too late in the meantime is passed over. Throws not_found, conflict. */
export const resumeSequence = (caller: Caller, id: string): Promise<SequenceDetail> =>
  asTenant(caller, async (tx) => {
    const { status } = await lockSequence(tx, id);
    if (status === "draft") throw new AppError("conflict", "The sequence was never published.");
    if (status === "paused") {
      await setStatus(tx, id, "live");
      await goOn(tx, id);
      await audit(tx, "sequence.resume", { kind: "sequence", id });
    }
    return readSequence(tx, id);
  });

/** Takes a sequence out of use: nobody enters and nobody gets more; what was sent stays. Throws not_found, conflict. */
export const archiveSequence = (caller: Caller, id: string): Promise<SequenceDetail> =>
  asTenant(caller, async (tx) => {
    const { status } = await lockSequence(tx, id);
    await setStatus(tx, id, "archived");
    await stop(tx, id);
    await audit(tx, "sequence.archive", { kind: "sequence", id }, { before: { status } });
    return readSequence(tx, id);
  });

/** Brings an archived sequence back, paused when it had been published, else as a draft. Throws not_found. */
export const restoreSequence = (caller: Caller, id: string): Promise<SequenceDetail> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql`
      update public.sequences set status = case when live_version is null then 'draft' else 'paused' end, updated_at = now()
      where id = ${id}::uuid and status = 'archived' returning id`.execute(tx);
    if (rows.length > 0) await audit(tx, "sequence.restore", { kind: "sequence", id });
    return readSequence(tx, id);
  });
