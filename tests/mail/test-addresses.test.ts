import { sql } from "kysely";
import { afterAll, beforeAll, expect } from "vitest";
import { POST as UPSERT } from "@/app/api/v1/contacts/route";
import { worker } from "@/lib/core/caller";
import { sendMail } from "@/lib/domain/mail/send";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { openDoor } from "@/tests/mail/door";
import { openMailbox } from "@/tests/mail/mailbox";
import { params, test } from "@/tests/support/test";

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor();
  mailbox = await openMailbox({ webhookUrl: door.url });
});
afterAll(async () => {
  await mailbox.close();
  await door.close();
});

const FATES = {
  "delivered@resend.dev": ["delivered", null],
  "bounced@resend.dev": ["bounced", "bounced"],
  "complained@resend.dev": ["complained", "complained"],
  "suppressed@resend.dev": ["failed", "bounced"],
} as const;

test("G26: the provider's test addresses play their parts end to end, without a key or a network", {
  timeout: 60_000,
}, async ({ tenant }) => {
  for (const [email, [status, why]] of Object.entries(FATES)) {
    const body = { email, consent: { basis: "opt-in" } };
    const { id } = await (await UPSERT(tenant.request("POST", body), params())).json();
    const { rows } = await sql<{ id: string }>`
      insert into public.mails (tenant_id, key, template, recipient, subject, html, body, category, contact_id)
      values (${tenant.tenantId}, ${`g26/${email}/${tenant.tenantId}`}, 'sequence-mail', ${email}, 's', '<p>h</p>', 'h', 'product', ${id})
      returning id`.execute(asSystem("tests prepare a mail"));
    const mailId = rows[0]?.id ?? "";
    expect(await sendMail({ tenantId: tenant.tenantId, mailId })).toBe("accepted");
    const state = () =>
      asTenant(worker("test", tenant.tenantId), async (tx) => {
        const found = await sql<{ status: string; why: string | null }>`
          select status, app.why_not_mailed(contact_id, 'product') as why from public.mails where id = ${mailId}::uuid`.execute(
          tx,
        );
        return found.rows[0];
      });
    await expect.poll(state, { timeout: 20_000, interval: 100 }).toEqual({ status, why });
  }
});
