import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { AppError, type Issue } from "@/lib/core/errors";
import { decodeCursor, toPage } from "@/lib/core/page";
import { senderProblems } from "@/lib/domain/sequences/documents/sender-problems";
import type {
  SequenceDetail,
  SequenceItem,
  SequencePage,
  SequenceQuery,
} from "@/lib/domain/sequences/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { readSender, type Sender } from "@/lib/infra/email/brand";

type Row = Omit<SequenceItem, "category" | "steps" | "problems" | "nextAt" | "updatedAt"> & {
  draft: Record<string, unknown>;
  draftProblems: Issue[];
  revision: number;
  nextAt: Date | null;
  updatedAt: Date;
};

const ACCEPTED = ["accepted", "delivered", "bounced", "complained"];

/** The rows of some sequences with what happens in them, in one query; `where` and `tail` choose them. */
const select = async (tx: Tx, where: ReturnType<typeof sql>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    with chosen as (
      select * from public.sequences s where ${where}
      order by date_trunc('milliseconds', s.updated_at) desc, s.id desc limit ${limit}),
    counted as (
      select e.sequence_id, count(*)::int as people, count(e.goal_at)::int as reached,
        count(*) filter (where e.status in ('active', 'paused'))::int as inside, min(e.due_at) filter (where e.next_at is not null) as next_at
      from public.enrolments e where e.sequence_id in (select id from chosen) group by 1),
    mailed as (
      select e.sequence_id, count(*)::int as sent from public.enrolments e
      join public.mails m on m.enrolment_id = e.id and m.status = any(${ACCEPTED}::text[])
      where e.sequence_id in (select id from chosen) group by 1)
    select c.id, c.name, c.status, c.built_in, c.entry_event, c.live_version, c.draft, c.draft_problems, c.revision, c.updated_at,
      coalesce(n.people, 0) as people, coalesce(n.reached, 0) as reached, coalesce(n.inside, 0) as inside, n.next_at,
      coalesce(m.sent, 0) as sent
    from chosen c left join counted n on n.sequence_id = c.id left join mailed m on m.sequence_id = c.id
    order by date_trunc('milliseconds', c.updated_at) desc, c.id desc`.execute(tx);
  return rows;
};

const toItem = (
  { draft, draftProblems, revision: _, nextAt, updatedAt, ...row }: Row,
  sender: Sender,
): SequenceItem => ({
  ...row,
  category: typeof draft.category === "string" ? draft.category : null,
  steps: Array.isArray(draft.steps) ? draft.steps.length : 0,
  problems: [...draftProblems, ...senderProblems(draft.category, sender)],
  nextAt: nextAt?.toISOString() ?? null,
  updatedAt: updatedAt.toISOString(),
});

/** A sequence inside the caller's transaction. Throws not_found. */
export const readSequence = async (tx: Tx, id: string): Promise<SequenceDetail> => {
  const [row] = await select(tx, sql`s.id = ${id}::uuid`, 1);
  if (!row) throw new AppError("not_found", "There is no such sequence.");
  return { ...toItem(row, await readSender(tx)), draft: row.draft, revision: row.revision };
};

/** A sequence with its draft; archived ones too. Throws not_found. */
export const getSequence = (caller: Caller, id: string): Promise<SequenceDetail> =>
  asTenant(caller, (tx) => readSequence(tx, id));

const pattern = (search: string) => `%${search.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;

/** Sequences of the tenant, last changed first; archived ones only when asked for. */
export const listSequences = (
  caller: Caller,
  { search, status, limit, cursor }: SequenceQuery,
): Promise<z.infer<typeof SequencePage>> =>
  asTenant(caller, async (tx) => {
    const [at = null, id = null] = decodeCursor(cursor, 2) ?? [];
    const wanted = search ? pattern(search) : null;
    const where = sql`case when ${status ?? null}::text is null then s.status <> 'archived' else s.status = ${status ?? null} end
      and (${wanted}::text is null or s.name ilike ${wanted})
      and (${at}::timestamptz is null or (date_trunc('milliseconds', s.updated_at), s.id) < (${at}::timestamptz, ${id}::uuid))`;
    const rows = await select(tx, where, limit + 1);
    const sender = await readSender(tx);
    const items = rows.map((row) => toItem(row, sender));
    return toPage(items, limit, (item) => [item.updatedAt, item.id]);
  });
