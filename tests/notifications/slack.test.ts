import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { DELETE, GET, PUT } from "@/app/api/v1/notifications/slack/route";
import { resetEnv } from "@/lib/core/env";
import { SlackState } from "@/lib/domain/notifications/schema";
import { sendPost } from "@/lib/domain/notifications/slack/send";
import { system, tell } from "@/tests/notifications/support/told";
import type { Actor } from "@/tests/support/actor";
import { startCapture } from "@/tests/support/capture";
import { params, test } from "@/tests/support/test";

let slack: Awaited<ReturnType<typeof startCapture>>;
let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 200 };

beforeAll(async () => {
  slack = await startCapture(() => ({ body: "ok", ...answer }));
  process.env.STEWARD_OUTBOUND_ALLOW = slack.host;
  resetEnv();
});
beforeEach(() => {
  answer = { status: 200 };
  slack.requests.length = 0;
});
afterAll(() => slack.close());

const connect = (actor: Actor, url = `${slack.url}/services/T0/B0/secret-9876`) =>
  PUT(actor.request("PUT", { url }), params());

const state = async (actor: Actor) =>
  SlackState.parse(await (await GET(actor.request("GET"), params())).json());

const posts = async (actor: Actor) =>
  (await actor.events())
    .filter(({ name }) => name === "notifications/post.queued")
    .map(({ data }) => ({ tenantId: actor.tenantId, postId: String(data.postId) }));

const stored = async ({ tenantId }: Actor) =>
  (
    await sql<{ status: string; error: string | null }>`
      select status, error from public.slack_posts where tenant_id = ${tenantId} order by id`.execute(
      system(),
    )
  ).rows;

const onePost = async (actor: Actor) => {
  await connect(actor);
  await tell(actor);
  slack.requests.length = 0;
  const [ref] = await posts(actor);
  if (!ref) throw new Error("nothing was queued");
  return ref;
};

test("an address is kept, sealed, only after it took a test post; it is never shown again", async ({
  tenant,
}) => {
  answer = { status: 404, body: "no_service" };
  const refused = await connect(tenant);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ errors: [{ path: "url", code: "test_failed" }] });
  expect(await state(tenant)).toMatchObject({ connected: false });
  answer = { status: 200 };
  const kept = await connect(tenant);
  expect(kept.status).toBe(200);
  const text = await kept.text();
  expect(text).not.toContain("secret");
  expect(await state(tenant)).toMatchObject({ connected: true, hint: `${slack.host} …9876` });
  expect(slack.requests.map(({ body }) => body)[1]).toContain("from now on");
  const { rows } = await sql<{ cipher: string }>`select cipher from public.slack_channels
    where tenant_id = ${tenant.tenantId}`.execute(system());
  expect(rows[0]?.cipher).toMatch(/^v1\./);
});

test("addresses inside our walls, without TLS or with a password in them are refused and nothing is sent", async ({
  tenant,
}) => {
  const bad = [
    "https://127.0.0.1/services/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://localhost/x",
    "http://hooks.slack.com/services/x",
    "https://me:secret@hooks.slack.com/x",
    "ftp://hooks.slack.com/x",
    "hooks.slack.com",
  ];
  for (const url of bad) {
    const response = await connect(tenant, url);
    expect(response.status, url).toBe(422);
  }
  expect(slack.requests).toEqual([]);
  expect(await state(tenant)).toMatchObject({ connected: false });
});

test("only admins connect and disconnect; the change is in the audit log without the address", async ({
  tenant,
}) => {
  const member = await tenant.as("member");
  expect((await connect(member)).status).toBe(403);
  expect((await connect(tenant)).status).toBe(200);
  expect((await DELETE(member.request("DELETE"), params())).status).toBe(403);
  expect((await DELETE(tenant.request("DELETE"), params())).status).toBe(204);
  expect((await DELETE(tenant.request("DELETE"), params())).status).toBe(404);
  const { rows } = await sql<{ action: string; text: string }>`
    select action, coalesce(before::text, '') || coalesce(after::text, '') as text from public.audit_log
    where tenant_id = ${tenant.tenantId} and action like 'slack.%' order by seq`.execute(system());
  expect(rows.map(({ action }) => action)).toEqual(["slack.connect", "slack.disconnect"]);
  expect(rows.map(({ text }) => text).join()).not.toContain("secret");
});

test("news are posted once for the company, whoever is meant and however often it is tried", async ({
  tenant,
}) => {
  await tenant.as("admin");
  const ref = await onePost(tenant);
  await tell(tenant);
  expect(await posts(tenant)).toHaveLength(1);
  expect(await sendPost(ref)).toBe("sent");
  expect(await sendPost(ref)).toBe("settled");
  expect(slack.requests).toHaveLength(1);
  const { text } = JSON.parse(slack.requests[0]?.body ?? "{}") as { text: string };
  expect(text).toMatch(
    /^\*Orders is not live\*\nIts hook is not registered\.\n<http.*\/workflows\|Open>$/,
  );
});

test("what Slack would read as markup is only text", async ({ tenant }) => {
  await connect(tenant);
  slack.requests.length = 0;
  await tell(tenant, {
    title: "<!channel> & <https://evil.example|you>",
    link: "https://a.example/?a=<b>|c",
  });
  const [ref] = await posts(tenant);
  if (ref) await sendPost(ref);
  const { text } = JSON.parse(slack.requests[0]?.body ?? "{}") as { text: string };
  expect(text).toContain("*&lt;!channel&gt; &amp; &lt;https://evil.example|you&gt;*");
  expect(text).not.toContain("<!channel>");
});

test("a refusal that surely took nothing is tried again, any other end is not", async ({
  tenant,
}) => {
  const ref = await onePost(tenant);
  answer = { status: 429, headers: { "retry-after": "7" }, body: "slow down" };
  await expect(sendPost(ref)).rejects.toMatchObject({ code: "rate_limited", retryAfterS: 7 });
  expect(await stored(tenant)).toMatchObject([{ status: "queued" }]);
  answer = { status: 200 };
  expect(await sendPost(ref)).toBe("sent");
});

test("a post whose answer says never again is failed, one without a sure answer is unknown and never repeated", async ({
  tenant,
  rival,
}) => {
  const gone = await onePost(tenant);
  answer = { status: 410, body: "channel_is_archived" };
  expect(await sendPost(gone)).toBe("failed");
  expect(await stored(tenant)).toMatchObject([{ error: "Slack answered 410 channel_is_archived" }]);
  answer = { status: 200 };
  const unsure = await onePost(rival);
  answer = { status: 502 };
  expect(await sendPost(unsure)).toBe("unknown");
  expect(await sendPost(unsure)).toBe("settled");
  expect(slack.requests).toHaveLength(1);
});

test("a process that dies while it posts leaves the post unknown, and nothing is posted a second time", async ({
  tenant,
}) => {
  const ref = await onePost(tenant);
  await sql`update public.slack_posts set status = 'claimed' where tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  expect(await sendPost(ref)).toBe("unknown");
  expect(slack.requests).toEqual([]);
});

test("what waits when Slack is disconnected fails with that reason, and later news queue nothing", async ({
  tenant,
}) => {
  const ref = await onePost(tenant);
  await DELETE(tenant.request("DELETE"), params());
  expect(await sendPost(ref)).toBe("failed");
  expect(await stored(tenant)).toMatchObject([
    { error: "Slack was disconnected before it was sent." },
  ]);
  expect(await tell(tenant, { key: "trigger/2" })).toMatchObject({ slack: false });
  expect(await posts(tenant)).toHaveLength(1);
});
