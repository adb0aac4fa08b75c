import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { armOf } from "@/lib/domain/sequences/assign";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { actorOf } from "@/lib/domain/sequences/documents/publish";
import { lockSequence } from "@/lib/domain/sequences/documents/save";
import { type Outcome, record } from "@/lib/domain/sequences/enrolments/record";
import { readVersions } from "@/lib/domain/sequences/enrolments/version";
import { moveGroups } from "@/lib/domain/sequences/foresee/groups";
import { dueAfterMove, placeOf } from "@/lib/domain/sequences/foresee/place";
import type { MoveInput, MoveResult } from "@/lib/domain/sequences/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const BATCH = 1000;

type Row = {
  tenantId: string;
  sequenceId: string;
  id: string;
  contactId: string;
  subject: string;
  version: number;
  status: "active" | "paused";
  arm: string | null;
  step: number;
  dueAt: Date;
  nextAt: Date | null;
  enteredAt: Date;
  eventAt: Date | null;
  goalAt: Date | null;
  revision: number;
  zone: string;
};

const lockBatch = async (tx: Tx, id: string, version: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select e.tenant_id, e.sequence_id, e.id, e.contact_id, e.subject, e.version, e.status, e.arm, e.step, e.due_at, e.next_at, e.entered_at,
      e.event_at, e.goal_at, e.revision, coalesce(c.time_zone, t.time_zone) as zone
    from public.enrolments e join public.contacts c on c.id = e.contact_id join public.tenants t on t.id = e.tenant_id
    where e.sequence_id = ${id}::uuid and e.status in ('active', 'paused') and e.version <> ${version}
    order by e.id limit ${BATCH} for no key update of e`.execute(tx);
  return rows;
};

const newArm = ({ arm, subject, contactId }: Row, { experiment }: SequenceDefinition) => {
  if (!experiment) return arm;
  if (arm !== null && experiment.arms.some(({ key }) => key === arm)) return arm;
  return armOf(experiment, subject.split("/")[0] || contactId);
};

const moved = (
  row: Row,
  from: SequenceDefinition,
  to: SequenceDefinition,
  version: number,
  now: number,
): Outcome => {
  const step = placeOf(from, row.step, to);
  const stand = { ...row, enteredAt: row.enteredAt.getTime(), due: row.dueAt.getTime() };
  const dueAt = dueAfterMove(from, stand, to, now);
  const at = to.steps[step];
  const isSame = at?.key === from.steps[row.step]?.key;
  return {
    id: row.id,
    revision: row.revision,
    version,
    arm: newArm(row, to),
    status: row.status,
    reason: null,
    step,
    dueAt,
    // Those of a paused sequence have no time and get none.
    nextAt: row.nextAt === null ? null : Math.max(dueAt, now),
    awaits: at?.type === "wait" ? at.event : null,
    eventAt: isSame ? (row.eventAt?.getTime() ?? null) : null,
    goalAt: row.goalAt?.getTime() ?? null,
    entries: [
      {
        what: "move",
        stepKey: at?.key ?? null,
        reason: `moved from version ${row.version}`,
        until: null,
      },
    ],
  };
};

/**
 * Moves everybody inside to the live version, or tells where they would stand (`dryRun`). Nobody gets a mail twice: what was
 * sent is passed over by its key, wherever it stands now. Throws not_found, conflict.
 */
export const moveToLive = (
  caller: Caller,
  id: string,
  { dryRun }: MoveInput,
): Promise<MoveResult> =>
  asTenant(caller, async (tx) => {
    const { liveVersion } = await lockSequence(tx, id);
    if (liveVersion === null) throw new AppError("conflict", "The sequence was never published.");
    const ref = { tenantId: caller.tenantId, sequenceId: id, version: liveVersion };
    const to = (await readVersions(tx, [ref]))(ref);
    const groups = await moveGroups(tx, id, to, liveVersion);
    if (dryRun) return { toVersion: liveVersion, moved: 0, isDryRun: true, groups };
    const now = new Date();
    let count = 0;
    for (let size = BATCH; size === BATCH; count += size) {
      const rows = await lockBatch(tx, id, liveVersion);
      const definitionOf = await readVersions(tx, rows);
      const outcomes = rows.map((row) =>
        moved(row, definitionOf(row), to, liveVersion, now.getTime()),
      );
      await record(tx, outcomes, { now, actor: actorOf(caller) });
      size = rows.length;
    }
    await audit(
      tx,
      "sequence.move",
      { kind: "sequence", id },
      { after: { version: liveVersion, people: count } },
    );
    return { toVersion: liveVersion, moved: count, isDryRun: false, groups };
  });
