import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** A mail was opened or a link of it followed. `key` tells this news from every other; `at` is ISO 8601 UTC. */
export type Reaction = { kind: "opened" | "clicked"; key: string; at: string };

const COUNTED_MAX = 100;

/**
 * Counts a reaction with its mail, once a key, and keeps the first time; in one statement. Any order and any repeats end in
 * the same state. Mails whose person was forgotten learn nothing more. For workers.
 */
export const noteReaction = async (
  tx: Tx,
  mailId: string,
  { kind, key, at }: Reaction,
): Promise<void> => {
  const count = sql.ref(kind === "opened" ? "opens" : "clicks");
  const first = sql.ref(kind === "opened" ? "opened_at" : "clicked_at");
  await sql`
    with mail as (
      select id, ${count} as counted from public.mails where id = ${mailId}::uuid and recipient <> 'forgotten' for no key update),
    fresh as (
      insert into public.mail_reactions (mail_id, key, kind) select id, ${key}, ${kind} from mail where counted < ${COUNTED_MAX}
      on conflict do nothing returning mail_id)
    update public.mails m set ${first} = least(m.${first}, ${at}::timestamptz), ${count} = m.${count} + (select count(*) from fresh)
    from mail where m.id = mail.id`.execute(tx);
};
