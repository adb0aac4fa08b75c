import { expect } from "vitest";
import { GET as getPreferences, PUT } from "@/app/api/v1/notifications/preferences/route";
import { POST } from "@/app/api/v1/notifications/read/route";
import { GET } from "@/app/api/v1/notifications/route";
import { NotificationPage, Preferences, ReadResult } from "@/lib/domain/notifications/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { tell } from "@/tests/notifications/support/told";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const inbox = async (actor: Actor, query: Record<string, string | number> = {}) => {
  const response = await GET(actor.request("GET", undefined, { query }), params());
  expect(response.status).toBe(200);
  return NotificationPage.parse(await response.json());
};

const read = async (actor: Actor, body: object) => {
  const response = await POST(actor.request("POST", body), params());
  expect(response.status, await response.clone().text()).toBe(200);
  return ReadResult.parse(await response.json());
};

const keys = (count: number) => Array.from({ length: count }, (_, n) => `thing/${n}`);

test("the inbox is paged newest first, filtered by kind and unread, and tells how many are unread", async ({
  tenant,
}) => {
  for (const key of keys(5)) await tell(tenant, { key, title: key });
  await tell(tenant, { key: "x", kind: "member.joined", title: "Jo joined" });
  const first = await inbox(tenant, { limit: 4 });
  expect(first.data.map(({ title }) => title)).toEqual([
    "Jo joined",
    "thing/4",
    "thing/3",
    "thing/2",
  ]);
  expect(first.unread).toBe(6);
  const rest = await inbox(tenant, { limit: 4, cursor: first.nextCursor ?? "" });
  expect(rest.data.map(({ title }) => title)).toEqual(["thing/1", "thing/0"]);
  expect(rest.nextCursor).toBeNull();
  expect((await inbox(tenant, { kind: "member.joined" })).data).toHaveLength(1);
  await read(tenant, { ids: [first.data[0]?.id] });
  expect((await inbox(tenant, { unread: "true" })).data).toHaveLength(5);
});

test("reading is one mark, some or all, and can be taken back exactly", async ({ tenant }) => {
  for (const key of keys(3)) await tell(tenant, { key, title: key });
  const { data } = await inbox(tenant);
  const one = await read(tenant, { ids: [data[0]?.id] });
  expect(one).toMatchObject({ changed: 1, unread: 2 });
  expect(await read(tenant, { ids: [data[0]?.id] })).toMatchObject({ changed: 0, unread: 2 });
  const all = await read(tenant, { all: true });
  expect(all).toMatchObject({ changed: 2, unread: 0 });
  // Only what that answer marked: the first stays read.
  expect(await read(tenant, { readAt: all.readAt, read: false })).toEqual({
    changed: 2,
    readAt: null,
    unread: 2,
  });
  expect(await read(tenant, { ids: [data[0]?.id], read: false })).toMatchObject({ unread: 3 });
});

test("a bell that asks again is answered 304 until something is new", async ({ tenant }) => {
  await tell(tenant);
  const ask = (etag = "") =>
    GET(tenant.request("GET", undefined, { headers: { "if-none-match": etag } }), params());
  const etag = (await ask()).headers.get("etag") ?? "";
  expect((await ask(etag)).status).toBe(304);
  await tell(tenant, { key: "trigger/2" });
  expect((await ask(etag)).status).toBe(200);
});

test("nobody reads or marks a colleague's notifications or preferences, not even the owner in plain SQL", async ({
  tenant,
}) => {
  const admin = await tenant.as("admin");
  await tell(tenant, { to: { people: [admin.userId] } });
  await PUT(admin.request("PUT", { rhythm: "weekly" }), params());
  const [row] = (await inbox(admin)).data;
  expect((await inbox(tenant)).data).toEqual([]);
  expect(await read(tenant, { ids: [row?.id] })).toMatchObject({ changed: 0 });
  expect(await read(tenant, { all: true })).toMatchObject({ changed: 0 });
  const seen = await asTenant(tenant.caller, async (tx) => ({
    rows: await tx.selectFrom("notifications").select("id").execute(),
    preferences: await tx.selectFrom("notificationPreferences").select("rhythm").execute(),
    updated: await tx
      .updateTable("notifications")
      .set({ readAt: new Date() })
      .returning("id")
      .execute(),
  }));
  expect(seen).toEqual({ rows: [], preferences: [], updated: [] });
  expect((await inbox(admin)).unread).toBe(1);
  await expect(
    asTenant(tenant.caller, (tx) =>
      tx
        .insertInto("notifications")
        .values({ userId: tenant.userId, kind: "run.failed", key: "k", title: "t" })
        .execute(),
    ),
  ).rejects.toThrow(/row-level security/);
});

test("an API key has no inbox", async ({ tenant }) => {
  const { request } = await tenant.key();
  expect((await GET(request("GET"), params())).status).toBe(403);
  expect((await POST(request("POST", { all: true }), params())).status).toBe(403);
});

test("preferences show every kind with its defaults, keep what was chosen, and refuse what makes no sense", async ({
  tenant,
}) => {
  const show = async () =>
    Preferences.parse(await (await getPreferences(tenant.request("GET"), params())).json());
  const put = (body: object) => PUT(tenant.request("PUT", body), params());
  const before = await show();
  expect(before).toMatchObject({ rhythm: "each", hour: 8, quiet: null, slack: false });
  expect(before.kinds.find(({ kind }) => kind === "approval.waiting")?.channels).toEqual({
    inApp: true,
    slack: true,
  });
  const wish = {
    choices: { "run.failed": { email: false, inApp: true } },
    rhythm: "weekly",
    hour: 17,
    weekday: 5,
    quiet: { from: "22:30", to: "06:15" },
  };
  expect((await put(wish)).status).toBe(200);
  expect(await show()).toMatchObject({ rhythm: "weekly", hour: 17, weekday: 5, quiet: wish.quiet });
  expect((await show()).kinds[0]?.channels).toEqual({ inApp: true, email: false, slack: true });
  for (const [body, path] of [
    [{ choices: { "approval.waiting": { email: true } } }, "choices.approval.waiting.email"],
    [{ hour: 24 }, "hour"],
    [{ quiet: { from: "22:00", to: "22:00" } }, "quiet.to"],
    [{ quiet: { from: "25:00", to: "07:00" } }, "quiet.from"],
  ] as const) {
    const response = await put(body);
    expect(response.status).toBe(422);
    expect((await response.json()) as object).toMatchObject({ errors: [{ path }] });
  }
  expect(await show()).toMatchObject({ rhythm: "weekly", quiet: wish.quiet });
});
