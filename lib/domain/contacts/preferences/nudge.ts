import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

/**
 * Has the sequences look at a contact again now, so that who may not be mailed any more leaves them within a minute instead of
 * on the day of the next mail. What is being decided this moment is left alone: nothing is sent without being asked again.
 */
export const lookAgain = async (tx: Tx, contactId: string): Promise<void> => {
  await sql`
    update public.enrolments set next_at = now() where (tenant_id, id) in (select tenant_id, id from public.enrolments
      where contact_id = ${contactId}::uuid and status = 'active' for update skip locked)`.execute(
    tx,
  );
};
