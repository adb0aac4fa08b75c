import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { type Composed, composeMail } from "@/lib/domain/sequences/compose";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { type Decision, decide, type MailStep } from "@/lib/domain/sequences/enrolments/decide";
import {
  type DueRow,
  MARKETING,
  positionOf,
  readDue,
} from "@/lib/domain/sequences/enrolments/read-due";
import { type Outcome, record } from "@/lib/domain/sequences/enrolments/record";
import { readVersions } from "@/lib/domain/sequences/enrolments/version";
import { type Surroundings, scopeOf } from "@/lib/domain/sequences/scope";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { readSender, type Sender } from "@/lib/infra/email/brand";

/** A mail that was decided on, ready for the ledger. */
export type SequenceMail = Composed & {
  id: string;
  key: string;
  template: string;
  recipient: string;
  sender: string | null;
  replyTo: string | null;
  category: SequenceDefinition["category"];
  contactId: string;
  enrolmentId: string;
  stepKey: string;
  occurrence: number;
  createdAt: Date;
};

/** What surrounds a person: by the subject of the enrolment and who it is, for sequences of ours. */
export type SurroundingsOf = (subject: string, userId: string | null) => Surroundings;

type Work = { tx: Tx; now: Date; sender: Sender; surroundings: SurroundingsOf };

const isMarketing = (category: string) => (MARKETING as readonly string[]).includes(category);

const factsOf = (row: DueRow, scope: Record<string, unknown>, gone: string | undefined) => ({
  blocked: row.blocked ?? gone,
  goalReached: row.goalAt !== null,
  exit: row.exitEvent === null ? undefined : `${row.exitEvent} came`,
  eventCame: row.eventAt !== null,
  mailed: row.mailed.map((at) => at.getTime()),
  sent: row.sent,
  scope,
});

/** The installation's address under the tenant's name. */
const fromOf = (name: string): string => {
  const { MAIL_FROM } = env();
  const address = /<([^<>]+)>\s*$/.exec(MAIL_FROM)?.[1] ?? MAIL_FROM.trim();
  return `"${name.replace(/["\\\p{Cc}]/gu, " ").trim()}" <${address}>`;
};

const mailOf = async (
  row: DueRow,
  step: MailStep,
  { category }: SequenceDefinition,
  scope: Record<string, unknown>,
  { sender, now }: Work,
): Promise<SequenceMail> => ({
  ...(await composeMail(step, category, { ...row, scope }, sender)),
  id: uuidv7(now.getTime()),
  // The step's key, not its place: versions may move it.
  key: `seq/${row.id}/${step.key}/${row.occurrence}`,
  template: "sequence-mail",
  recipient: row.email,
  sender: fromOf(sender.brand.name),
  replyTo: sender.replyTo || null,
  category,
  contactId: row.contactId,
  enrolmentId: row.id,
  stepKey: step.key,
  occurrence: row.occurrence,
  createdAt: now,
});

/** The mails of a decision; a step whose text cannot be made is passed over with the reason. */
const mailsOf = async (
  row: DueRow,
  decision: Decision,
  definition: SequenceDefinition,
  scope: Record<string, unknown>,
  work: Work,
): Promise<{ mails: SequenceMail[]; entries: Outcome["entries"] }> => {
  const mails: SequenceMail[] = [];
  const entries: Outcome["entries"] = [];
  for (const entry of decision.entries) {
    const step = decision.sends.find(({ key }) => entry.what === "send" && key === entry.stepKey);
    if (!step) {
      entries.push(entry);
      continue;
    }
    try {
      const mail = await mailOf(row, step, definition, scope, work);
      mails.push(mail);
      entries.push({ ...entry, mailId: mail.id });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "invalid_input") throw error;
      entries.push({ ...entry, what: "pass", reason: `it could not be written: ${error.message}` });
    }
  }
  return { mails, entries };
};

const advanceOne = async (row: DueRow, definition: SequenceDefinition, work: Work) => {
  const around = work.surroundings(row.subject, row.userId);
  const scope = scopeOf(row, row.scope, around);
  const now = work.now.getTime();
  const decision = decide(
    definition,
    positionOf(row),
    factsOf(row, scope, around.gone),
    now,
    isMarketing(definition.category),
  );
  const { mails, entries } = await mailsOf(row, decision, definition, scope, work);
  const { position, status, reason, nextAt, awaits } = decision;
  const hasMoved = position.step !== row.step;
  const outcome: Outcome = {
    id: row.id,
    revision: row.revision,
    version: row.version,
    arm: row.arm,
    status,
    reason,
    step: position.step,
    dueAt: position.due,
    nextAt,
    awaits,
    eventAt: hasMoved ? null : (row.eventAt?.getTime() ?? null),
    goalAt: row.goalAt?.getTime() ?? null,
    entries,
  };
  return { outcome, mails };
};

/**
 * Decides everything that is to be done now for some people of the caller's tenant and writes it down: where they stand,
 * why, and when to look again. The mails it answers belong into the ledger in the same transaction. Doing it again finds
 * nothing more to do. For workers.
 */
export const advanceBatch = async (
  tx: Tx,
  ids: readonly string[],
  now: Date,
  surroundings: SurroundingsOf,
): Promise<SequenceMail[]> => {
  if (ids.length === 0) return [];
  const rows = await readDue(tx, ids, now);
  const definitionOf = await readVersions(tx, rows);
  const work = { tx, now, sender: await readSender(tx), surroundings };
  const outcomes: Outcome[] = [];
  const mails: SequenceMail[] = [];
  for (const row of rows) {
    const done = await advanceOne(row, definitionOf(row), work);
    outcomes.push(done.outcome);
    mails.push(...done.mails);
  }
  await record(tx, outcomes, { now });
  return mails;
};
