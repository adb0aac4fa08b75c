import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** How long an event is held at one go: so long after a process was killed the engine hears of what it had begun. */
export const HOLD_S = 10;
const EXTEND_EVERY_MS = 3000;

const db = () => asSystem("the relay serves every tenant");

const held = new Set<string>();
let extending: NodeJS.Timeout | undefined;

const extend = async () => {
  await sql`update app.outbox set held_until = now() + make_interval(secs => ${HOLD_S})
    where id = any(${[...held]}::uuid[]) and held_until is not null`.execute(db());
};

/** Keeps an event of the outbox from the relay for as long as `work` takes, beyond the time it was stored with. */
export const whileHeld = async <T>(eventId: string, work: () => Promise<T>): Promise<T> => {
  held.add(eventId);
  // An extension that fails is repeated by the next one; when all fail, the engine takes over.
  extending ??= setInterval(() => void extend().catch(() => {}), EXTEND_EVERY_MS).unref();
  try {
    return await work();
  } finally {
    held.delete(eventId);
    if (held.size === 0) {
      clearInterval(extending);
      extending = undefined;
    }
  }
};

/** Leaves an event to the relay after all; `notBefore` goes along in its data. */
export const release = async (eventId: string, notBefore?: Date): Promise<void> => {
  const more = notBefore ? { notBefore: notBefore.toISOString() } : {};
  await sql`update app.outbox set held_until = null, data = data || ${JSON.stringify(more)}::text::jsonb
    where id = ${eventId}`.execute(db());
  nudgeRelay();
};
