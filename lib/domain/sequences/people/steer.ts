import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { actorOf } from "@/lib/domain/sequences/documents/publish";
import { hurry } from "@/lib/domain/sequences/people/enrol";
import { readEnrolment } from "@/lib/domain/sequences/people/read";
import type { EnrolmentDetail } from "@/lib/domain/sequences/people/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Locked = { status: string; reason: string | null; sequenceStatus: string; dueAt: Date };

const BY_HAND = "taken out by hand";

const lock = async (tx: Tx, id: string): Promise<Locked> => {
  const { rows } = await sql<Locked>`
    select e.status, e.reason, e.due_at, s.status as sequence_status
    from public.enrolments e join public.sequences s on s.id = e.sequence_id where e.id = ${id}::uuid for update of e`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new AppError("not_found", "There is no such enrolment.");
  return row;
};

type Change = {
  what: "pause" | "resume" | "exit";
  status: string;
  reason: string | null;
  nextAt: Date | null;
};

const write = async (tx: Tx, caller: Caller, id: string, change: Change): Promise<void> => {
  const { what, status, reason, nextAt } = change;
  await sql`
    with changed as (
      update public.enrolments set status = ${status}, reason = ${reason}, next_at = ${nextAt}::timestamptz, revision = revision + 1,
        ended_at = case when ${status}::text = 'exited' then now() end
      where id = ${id}::uuid returning id, revision, version, arm)
    insert into public.enrolment_log (enrolment_id, n, what, reason, version, arm, actor)
    select id, revision, ${what}, ${reason}, version, arm, ${actorOf(caller)} from changed`.execute(
    tx,
  );
  await audit(tx, `enrolment.${what}`, { kind: "enrolment", id }, { after: { status, reason } });
};

/** Holds a person where it stands until somebody lets it go on. Throws not_found, conflict. */
export const pauseEnrolment = (caller: Caller, id: string): Promise<EnrolmentDetail> =>
  asTenant(caller, async (tx) => {
    const { status } = await lock(tx, id);
    if (status === "completed" || status === "exited")
      throw new AppError("conflict", "The person is not inside any more.");
    if (status === "active")
      await write(tx, caller, id, {
        what: "pause",
        status: "paused",
        reason: "paused by hand",
        nextAt: null,
      });
    return readEnrolment(tx, id);
  });

/**
 * Lets a paused person go on, or one that was taken out by hand come back; what became too late in the meantime is passed
 * over. Throws not_found, conflict.
 */
export const resumeEnrolment = (caller: Caller, id: string): Promise<EnrolmentDetail> =>
  asTenant(caller, async (tx) => {
    const { status, reason, sequenceStatus, dueAt } = await lock(tx, id);
    const mayReturn = status === "exited" && reason?.startsWith(BY_HAND);
    if (status !== "active" && status !== "paused" && !mayReturn)
      throw new AppError("conflict", "The person left by itself and does not come back this way.");
    if (status !== "active") {
      const isLive = sequenceStatus === "live";
      const nextAt = isLive ? new Date(Math.max(dueAt.getTime(), Date.now())) : null;
      await write(tx, caller, id, { what: "resume", status: "active", reason: null, nextAt });
      if (isLive && dueAt.getTime() <= Date.now()) await hurry(tx, caller.tenantId, [id]);
    }
    return readEnrolment(tx, id);
  });

/** Takes a person out of a sequence; it gets nothing more of it. Throws not_found, conflict. */
export const exitEnrolment = (
  caller: Caller,
  id: string,
  { reason }: { reason: string },
): Promise<EnrolmentDetail> =>
  asTenant(caller, async (tx) => {
    const { status } = await lock(tx, id);
    if (status === "completed" || status === "exited")
      throw new AppError("conflict", "The person is not inside any more.");
    const why = reason ? `${BY_HAND}: ${reason}` : BY_HAND;
    await write(tx, caller, id, { what: "exit", status: "exited", reason: why, nextAt: null });
    return readEnrolment(tx, id);
  });
