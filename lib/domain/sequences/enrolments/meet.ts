import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { evaluate } from "@/lib/core/expression/expression";
import {
  advanceBatch,
  type SequenceMail,
  type SurroundingsOf,
} from "@/lib/domain/sequences/enrolments/advance-batch";
import { type Entrant, enterSequence } from "@/lib/domain/sequences/enrolments/enter";
import { type Heard, hearEvent } from "@/lib/domain/sequences/enrolments/hear";
import { readVersions, type VersionRef } from "@/lib/domain/sequences/enrolments/version";
import type { Tx } from "@/lib/infra/db/as-tenant";

export type Meeting = Heard & {
  /** Tells this event from every other of its name; who entered by it once does not enter by it again. */
  key: string;
  /** Who may enter by it. */
  people: readonly Entrant[];
  surroundings: SurroundingsOf;
  now: Date;
};

type Open = Omit<VersionRef, "version"> & { version: number };

/** The live sequences of the caller's tenant that people enter by an event. */
export const openTo = async (tx: Tx, eventName: string): Promise<Open[]> => {
  const { rows } = await sql<Open>`
    select tenant_id, id as sequence_id, live_version as version from public.sequences
    where entry_event = ${eventName} and status = 'live' and live_version is not null order by id`.execute(
    tx,
  );
  return rows;
};

const lets = (condition: string | undefined, scope: Record<string, unknown>): boolean => {
  if (condition === undefined) return true;
  try {
    return evaluate(condition, scope) === true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
};

const letIn = async (tx: Tx, meeting: Meeting): Promise<string[]> => {
  const { name, key, data, people, surroundings, now } = meeting;
  if (people.length === 0) return [];
  const open = await openTo(tx, name);
  const definitionOf = await readVersions(tx, open);
  const entered: string[] = [];
  for (const ref of open) {
    const definition = definitionOf(ref);
    const welcome = people.filter(({ subject }) =>
      lets(definition.entry.if, { event: data, ...surroundings(subject, null) }),
    );
    const entry = { ...ref, definition, key, event: data, people: welcome, now };
    entered.push(...(await enterSequence(tx, { ...entry, actor: name })));
  }
  return entered;
};

/**
 * All that an event means to the sequences of the caller's tenant, in its transaction: people enter, reach goals, leave, go
 * on. Answers the mails that became due, which belong into the ledger in the same transaction. Meeting it again changes nothing.
 */
export const meetEvent = async (tx: Tx, meeting: Meeting): Promise<SequenceMail[]> => {
  const touched = await hearEvent(tx, meeting, meeting.now);
  const entered = await letIn(tx, meeting);
  return advanceBatch(
    tx,
    [...new Set([...touched, ...entered])],
    meeting.now,
    meeting.surroundings,
  );
};
