import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { onboarding } from "@/lib/domain/onboarding/definition";
import type { Event, State } from "@/lib/domain/onboarding/machine";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { onboardingCompleted, onboardingStepCompleted } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

export type Who = { tenantId: string; userId: string };

export type Place = { rev: number; state: State; completedAt: Date | null; isNew: boolean };

/** Rounds against other tabs; each loses only to one that came through. */
const ROUNDS = 20;

/** The member's stored place; made when there is none. Throws forbidden for who is here by another company's right. */
export const readPlace = async (tx: Tx, { userId }: Who, lock = false): Promise<Place> => {
  const find = () =>
    tx
      .selectFrom("onboardingStates")
      .select(["version", "state", "rev", "completedAt"])
      .where("userId", "=", userId)
      .$if(lock, (query) => query.forUpdate())
      .executeTakeFirst();
  const old = await find();
  if (old) return { ...old, state: onboarding.open(old.version, old.state), isNew: false };
  const { version } = onboarding.current;
  const { rows: made } = await sql`
    insert into public.onboarding_states (user_id, version, state)
    select m.user_id, ${version}, ${JSON.stringify(onboarding.start())}::text::jsonb
    from public.memberships m where m.user_id = ${userId}
    on conflict do nothing returning 1`.execute(tx);
  const row = await find();
  if (!row) throw new AppError("forbidden", "Only members have an onboarding.");
  return { ...row, state: onboarding.open(row.version, row.state), isNew: made.length > 0 };
};

/** Steps and items that are done now and were not. */
const newlyDone = (old: State, now: State): string[] => [
  ...Object.keys(now.marks).filter(
    (step) => now.marks[step] === "done" && old.marks[step] !== "done",
  ),
  ...now.items.filter((item) => !old.items.includes(item)),
];

const tell = async (tx: Tx, who: Who, steps: string[], isComplete: boolean) => {
  await emit(
    tx,
    ...steps.map((step) => onboardingStepCompleted.create({ ...who, step })),
    ...(isComplete ? [onboardingCompleted.create(who)] : []),
  );
};

/**
 * Applies events to the person's state: state, log and events of the house in one transaction. Two that come at once follow one
 * another, because the state is only written over the revision it was read at. What changes nothing writes nothing.
 */
export const advance = async (tx: Tx, who: Who, events: readonly Event[]): Promise<Place> => {
  const { version } = onboarding.current;
  for (let round = 0; round < ROUNDS; round++) {
    const place = await readPlace(tx, who);
    let now = place.state;
    const applied = events.filter((event) => {
      const next = onboarding.reduce(version, now, event);
      const changes = next !== now;
      now = next;
      return changes;
    });
    if (applied.length === 0) return place;
    const completes = place.completedAt === null && onboarding.isComplete(now);
    const rev = place.rev + applied.length;
    const log = applied.map((event, index) => ({ rev: place.rev + index + 1, event }));
    const { rows } = await sql<{ completedAt: Date | null }>`
      with moved as (
        update public.onboarding_states set version = ${version}, state = ${JSON.stringify(now)}::text::jsonb, rev = ${rev},
          moved_at = now(), completed_at = coalesce(completed_at, case when ${completes}::boolean then now() end)
        where user_id = ${who.userId} and rev = ${place.rev}
        returning user_id, completed_at),
      logged as (
        insert into public.onboarding_events (user_id, rev, event)
        select moved.user_id, l.rev, l.event
        from moved, jsonb_to_recordset(${JSON.stringify(log)}::text::jsonb) as l (rev integer, event jsonb))
      select completed_at from moved`.execute(tx);
    const [moved] = rows;
    if (!moved) continue;
    await tell(tx, who, newlyDone(place.state, now), completes);
    return { rev, state: now, completedAt: moved.completedAt, isNew: place.isNew };
  }
  throw new AppError("unavailable", "Other tabs are at work. Try again.", { retryAfterS: 1 });
};
