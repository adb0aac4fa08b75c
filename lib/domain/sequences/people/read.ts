import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { decodeCursor, toPage } from "@/lib/core/page";
import type {
  EnrolmentDetail,
  EnrolmentEntry,
  EnrolmentItem,
  EnrolmentPage,
  EnrolmentQuery,
} from "@/lib/domain/sequences/people/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Row = Omit<EnrolmentItem, "dueAt" | "goalAt" | "enteredAt" | "endedAt"> & {
  sequenceName: string;
  dueAt: Date;
  goalAt: Date | null;
  enteredAt: Date;
  endedAt: Date | null;
};

const select = async (tx: Tx, where: ReturnType<typeof sql>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select e.id, e.sequence_id, s.name as sequence_name, jsonb_build_object('id', c.id, 'email', c.email, 'name', c.name) as contact,
      e.version, e.occurrence, e.status, e.reason, v.definition -> 'steps' -> e.step ->> 'key' as step_key, e.due_at, e.arm,
      e.is_held_out, e.goal_at, e.entered_at, e.ended_at
    from public.enrolments e join public.contacts c on c.id = e.contact_id join public.sequences s on s.id = e.sequence_id
    join public.sequence_versions v on v.sequence_id = e.sequence_id and v.version = e.version
    where ${where} order by e.id desc limit ${limit}`.execute(tx);
  return rows;
};

const iso = (at: Date | null) => at?.toISOString() ?? null;

// Inside JSON the database writes an instant with its offset; the API writes Z.
const utc = (at: string | null) => at && new Date(at).toISOString();

const toItem = ({ sequenceName: _, ...row }: Row): EnrolmentItem => {
  const isInside = row.status === "active" || row.status === "paused";
  return {
    ...row,
    stepKey: isInside ? row.stepKey : null,
    dueAt: isInside ? iso(row.dueAt) : null,
    goalAt: iso(row.goalAt),
    enteredAt: row.enteredAt.toISOString(),
    endedAt: iso(row.endedAt),
  };
};

const pattern = (search: string) => `%${search.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;

/** People in sequences, who entered last first. */
export const listEnrolments = (
  caller: Caller,
  query: EnrolmentQuery,
): Promise<z.infer<typeof EnrolmentPage>> =>
  asTenant(caller, async (tx) => {
    const { sequenceId = null, contactId = null, status = null, search, limit } = query;
    const [before = null] = decodeCursor(query.cursor, 1) ?? [];
    const wanted = search ? pattern(search) : null;
    const where = sql`(${sequenceId}::uuid is null or e.sequence_id = ${sequenceId}::uuid)
      and (${contactId}::uuid is null or e.contact_id = ${contactId}::uuid) and (${status}::text is null or e.status = ${status})
      and (${wanted}::text is null or c.email ilike ${wanted} or c.name ilike ${wanted})
      and (${before}::uuid is null or e.id < ${before}::uuid)`;
    const rows = (await select(tx, where, limit + 1)).map(toItem);
    return toPage(rows, limit, ({ id }) => [id]);
  });

type LogRow = Omit<EnrolmentEntry, "at" | "until"> & { at: Date; until: Date | null };

const readLog = async (tx: Tx, id: string): Promise<EnrolmentEntry[]> => {
  const { rows } = await sql<LogRow>`
    select l.n, l.at, l.what, l.step_key, l.reason, l.until, l.version, l.arm, l.actor,
      case when m.id is not null then jsonb_build_object('id', m.id, 'status', m.status, 'subject', m.subject, 'providerId', m.provider_id,
        'error', m.error, 'openedAt', m.opened_at, 'opens', m.opens, 'clickedAt', m.clicked_at, 'clicks', m.clicks) end as mail
    from public.enrolment_log l left join public.mails m on m.id = l.mail_id
    where l.enrolment_id = ${id}::uuid order by l.n limit 1000`.execute(tx);
  return rows.map(({ mail, ...row }) => ({
    ...row,
    at: row.at.toISOString(),
    until: iso(row.until),
    mail: mail && { ...mail, openedAt: utc(mail.openedAt), clickedAt: utc(mail.clickedAt) },
  }));
};

/** A person in a sequence inside the caller's transaction, with every decision and its reason. Throws not_found. */
export const readEnrolment = async (tx: Tx, id: string): Promise<EnrolmentDetail> => {
  const [row] = await select(tx, sql`e.id = ${id}::uuid`, 1);
  if (!row) throw new AppError("not_found", "There is no such enrolment.");
  return { ...toItem(row), sequenceName: row.sequenceName, log: await readLog(tx, id) };
};

/** A person in a sequence with the log that answers why it got or did not get a mail. Throws not_found. */
export const getEnrolment = (caller: Caller, id: string): Promise<EnrolmentDetail> =>
  asTenant(caller, (tx) => readEnrolment(tx, id));
