import { sql } from "kysely";
import { expect } from "vitest";
import { GET } from "@/app/api/v1/notifications/route";
import { purge } from "@/inngest/platform/ensure-partitions";
import { NotificationPage } from "@/lib/domain/notifications/schema";
import { NEWS, system, tell } from "@/tests/notifications/support/told";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

/** Lets days pass for what a company was told. */
const age = ({ tenantId }: Actor, days: number) =>
  sql`update public.notifications set created_at = created_at - make_interval(days => ${days}),
    expires_at = expires_at - make_interval(days => ${days}) where tenant_id = ${tenantId}`.execute(
    system(),
  );

const titles = async (actor: Actor) => {
  const { data } = NotificationPage.parse(await (await GET(actor.request("GET"), params())).json());
  return data.map(({ title }) => title);
};

test("notifications are kept for 90 days, read or not, and are gone on the next", async ({
  tenant,
  rival,
}) => {
  await tell(tenant);
  await tell(rival);
  await age(tenant, 89);
  await purge("notifications");
  expect(await titles(tenant)).toEqual([NEWS.title]);
  await age(tenant, 2);
  await tell(tenant, { key: "trigger/2", title: "Payouts is not live" });
  expect(await purge("notifications")).toBe(1);
  expect(await titles(tenant)).toEqual(["Payouts is not live"]);
  expect(await titles(rival)).toEqual([NEWS.title]);
});

test("more than one batch of what is over goes in one night", async ({ tenant }) => {
  const { tenantId, userId } = tenant;
  await sql`insert into public.notifications (tenant_id, user_id, kind, key, title)
    select ${tenantId}, ${userId}, 'trigger.broken', n::text, 'Old' from generate_series(1, 10001) as n`.execute(
    system(),
  );
  await age(tenant, 91);
  await tell(tenant);
  expect(await purge("notifications")).toBe(10_001);
  expect(await titles(tenant)).toEqual([NEWS.title]);
});

test("posts to Slack go after 90 days too", async ({ tenant }) => {
  await sql`insert into public.slack_posts (tenant_id, key, payload, expires_at)
    select ${tenant.tenantId}, n::text, '{}', now() + make_interval(days => n) from generate_series(-1, 1, 2) as n`.execute(
    system(),
  );
  await sql`insert into public.slack_posts (tenant_id, key, payload) values (${tenant.tenantId}, 'new', '{}')`.execute(
    system(),
  );
  await purge("slack_posts");
  const { rows } = await sql<{ key: string; days: number }>`
    select key, round(extract(epoch from expires_at - created_at) / 86400)::int as days from public.slack_posts
    where tenant_id = ${tenant.tenantId} order by key`.execute(system());
  expect(rows).toEqual([
    { key: "1", days: 1 },
    { key: "new", days: 90 },
  ]);
});
