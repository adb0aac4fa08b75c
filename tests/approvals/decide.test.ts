import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { POST as decide } from "@/app/api/v1/approvals/[id]/decide/route";
import { GET as get } from "@/app/api/v1/approvals/[id]/route";
import { POST as decideByLink } from "@/app/api/v1/approvals/by-link/route";
import { GET as list } from "@/app/api/v1/approvals/route";
import { readByLink } from "@/lib/domain/approvals/by-link";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { asSystem } from "@/lib/infra/db/as-system";
import { approvalOf, ask, lettersOf, question } from "@/tests/approvals/question";
import { startEngine } from "@/tests/runs/support/engine";
import { runWhen, start, stepsOf } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { test as base, params } from "@/tests/support/test";

const engine = await startEngine();
afterAll(() => engine.close());

const test = base.extend("engine", { auto: true }, ({ database: _ }) => engine.connect());

const system = () => asSystem("tests look at what happened");

const press = async (actor: Pick<Actor, "request">, id: string, body: object) => {
  const answer = await decide(actor.request("POST", body), params({ id }));
  return { status: answer.status, body: await answer.json() };
};

const follow = async (body: object) => {
  const request = new Request("http://127.0.0.1:3000/api/v1/approvals/by-link", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await decideByLink(request, params());
  return { status: answer.status, body: await answer.json() };
};

const decisions = async (id: string) =>
  (
    await sql`select verdict, via, email from public.approval_decisions where approval_id = ${id}`.execute(
      system(),
    )
  ).rows;

test("a member of the role approves in the dashboard, and the run goes on with who, when and why", async ({
  tenant,
}) => {
  const { runId, approval } = await question(tenant);
  expect(approval).toMatchObject({
    status: "pending",
    minRole: "admin",
    addresses: [],
    mine: true,
    stepId: "ask",
    decision: null,
  });
  const admin = await tenant.as("admin");
  const { status, body } = await press(admin, approval.id, {
    decision: "approve",
    comment: " ok ",
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: "approved",
    mine: false,
    fields: [
      { label: "Order", value: "#1042" },
      { label: "Amount", value: "403" },
    ],
    decision: { verdict: "approved", by: admin.email, via: "dashboard", comment: "ok" },
  });
  const run = await runWhen(tenant.caller, runId);
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run).ask?.output).toEqual({
    decision: "approved",
    by: admin.email,
    comment: "ok",
    at: body.decision.at,
  });
  expect(stepsOf(run).pay?.output).toEqual({ value: admin.email });
  const { rows } =
    await sql`select action, actor_id, after ->> 'verdict' as verdict from public.audit_log
    where target_id = ${approval.id}`.execute(system());
  expect(rows).toEqual([{ action: "approval.decide", actorId: admin.userId, verdict: "approved" }]);
});

test("a rejection reaches the steps after it; with onReject: fail it is an error", async ({
  tenant,
}) => {
  const soft = await question(tenant);
  const hard = await question(tenant, { onReject: "fail" });
  for (const { approval } of [soft, hard])
    expect((await press(tenant, approval.id, { decision: "reject", comment: "No" })).status).toBe(
      200,
    );
  const run = await runWhen(tenant.caller, soft.runId);
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run)).toMatchObject({
    ask: { output: { decision: "rejected", comment: "No" } },
    pay: { status: "skipped" },
  });
  expect(await runWhen(tenant.caller, hard.runId)).toMatchObject({
    status: "failed",
    error: { code: "rejected", message: `Rejected by ${tenant.email}: No` },
  });
});

test("two who decide at once: one wins, the other hears who decided what, and the record has one decision", async ({
  tenant,
}) => {
  for (let round = 0; round < 5; round++) {
    const { runId, approval } = await question(tenant);
    const people = await Promise.all([tenant.as("admin"), tenant.as("admin"), tenant.as("owner")]);
    const answers = await Promise.all(
      people.map((person, n) =>
        press(person, approval.id, { decision: n % 2 ? "reject" : "approve" }),
      ),
    );
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const verdict = winner % 2 ? "rejected" : "approved";
    for (const { status, body } of answers)
      if (status === 409) {
        expect(body).toMatchObject({
          code: "conflict",
          errors: [{ path: "decision", code: `already_${verdict}` }],
        });
        expect(body.detail).toContain(`${people[winner]?.email} ${verdict}`);
      }
    expect(await decisions(approval.id)).toEqual([
      { verdict, via: "dashboard", email: people[winner]?.email },
    ]);
    const run = await runWhen(tenant.caller, runId);
    expect(stepsOf(run).ask?.output).toMatchObject({ decision: verdict });
  }
});

test("pressing the same button twice is one decision", async ({ tenant }) => {
  const { approval } = await question(tenant);
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => press(tenant, approval.id, { decision: "approve" })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await decisions(approval.id)).toHaveLength(1);
});

test("who was not asked cannot decide: lower roles, keys, other companies, the database's own doors", async ({
  tenant,
  rival,
}) => {
  const { approval } = await question(tenant, { approvers: ["owner", "cfo@shop.example"] });
  const yes = { decision: "approve" };
  for (const role of ["viewer", "member", "admin"] as const) {
    const person = await tenant.as(role);
    expect((await press(person, approval.id, yes)).body.code).toBe("forbidden");
    const seen = await (await get(person.request("GET"), params({ id: approval.id }))).json();
    expect(seen.mine).toBe(false);
  }
  expect((await press(await tenant.key(), approval.id, yes)).status).toBe(403);
  expect((await press(rival, approval.id, yes)).status).toBe(404);
  expect((await get(rival.request("GET"), params({ id: approval.id }))).status).toBe(404);
  const { data } = await (await list(rival.request("GET"), params())).json();
  expect(data).toEqual([]);
  expect(await decisions(approval.id)).toEqual([]);
});

test("a member who was asked by address decides, whatever the role", async ({ tenant }) => {
  const viewer = await tenant.as("viewer");
  const { approval } = await question(tenant, { approvers: [viewer.email.toUpperCase()] });
  expect(approval).toMatchObject({ minRole: null, addresses: [viewer.email], mine: false });
  expect((await press(tenant, approval.id, { decision: "approve" })).status).toBe(403);
  expect((await press(viewer, approval.id, { decision: "approve" })).status).toBe(200);
});

test("everybody of the role and every address gets one mail with a link of their own", async ({
  tenant,
}) => {
  const admin = await tenant.as("admin");
  await tenant.as("member");
  const { approval } = await question(tenant, {
    approvers: ["admin", "cfo@shop.example", admin.email],
  });
  const letters = await lettersOf(approval.id);
  expect(letters.map(({ recipient }) => recipient)).toEqual(
    [admin.email, "cfo@shop.example", tenant.email].sort(),
  );
  expect(new Set(letters.map(({ token }) => token)).size).toBe(3);
  expect(letters[0]?.subject).toBe("Decide: Refund 403.00 EUR?");
  for (const text of ["came back undamaged", "#1042", "it is rejected"])
    expect(letters[0]?.body).toContain(text);
  const stored = await sql<{
    hash: string;
  }>`select encode(token_hash, 'escape') as hash from public.approvers
    where approval_id = ${approval.id}`.execute(system());
  for (const { hash } of stored.rows)
    for (const { token } of letters) expect(hash).not.toContain(token);
});

test("a mailed link shows the question, changes nothing by being opened, and decides once", async ({
  tenant,
}) => {
  const { runId, approval } = await question(tenant, { approvers: ["cfo@shop.example"] });
  const [letter] = await lettersOf(approval.id);
  const token = letter?.token ?? "";
  for (let n = 0; n < 3; n++)
    expect(await readByLink(token)).toMatchObject({
      title: "Refund 403.00 EUR?",
      open: true,
      email: "cfo@shop.example",
      fields: [{ label: "Order" }, { label: "Amount" }],
      decision: null,
    });
  expect(await decisions(approval.id)).toEqual([]);
  const done = await follow({ token, decision: "reject", comment: "Too much" });
  expect(done).toMatchObject({
    status: 200,
    body: { open: false, decision: { verdict: "rejected", by: "cfo@shop.example", via: "link" } },
  });
  expect((await follow({ token, decision: "reject" })).status).toBe(200);
  expect(await follow({ token, decision: "approve" })).toMatchObject({
    status: 409,
    body: { errors: [{ code: "already_rejected" }] },
  });
  expect(await readByLink(token)).toMatchObject({ open: false, message: "", fields: [] });
  const run = await runWhen(tenant.caller, runId);
  expect(stepsOf(run).ask?.output).toMatchObject({ by: "cfo@shop.example", comment: "Too much" });
});

test("a link that was altered, belongs to another question or to somebody who left opens nothing", async ({
  tenant,
}) => {
  const admin = await tenant.as("admin");
  const { approval } = await question(tenant);
  const letters = await lettersOf(approval.id);
  const token = letters.find(({ recipient }) => recipient === admin.email)?.token ?? "";
  const altered = [
    `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`,
    `A${token.slice(1)}`,
    token.slice(0, 40),
    `${token}AAAA`,
    `${token}=`,
    "x",
    "%00",
  ].filter((text) => text !== token);
  for (const wrong of altered) {
    expect((await follow({ token: wrong, decision: "approve" })).status).toBe(404);
    await expect(readByLink(wrong)).rejects.toMatchObject({ code: "not_found" });
  }
  await sql`delete from public.memberships where user_id = ${admin.userId}`.execute(system());
  expect(await readByLink(token)).toMatchObject({ open: false, fields: [] });
  expect((await follow({ token, decision: "approve" })).status).toBe(403);
  expect(await decisions(approval.id)).toEqual([]);
});

test("a cancelled run takes its question back: its approval is cancelled and nobody can decide it", async ({
  tenant,
}) => {
  const { runId, approval } = await question(tenant);
  const [letter] = await lettersOf(approval.id);
  await cancelRun(tenant.caller, runId);
  expect(await approvalOf(tenant, runId)).toMatchObject({ status: "cancelled", mine: false });
  expect(await press(tenant, approval.id, { decision: "approve" })).toMatchObject({
    status: 409,
    body: { errors: [{ code: "run_ended" }] },
  });
  expect((await follow({ token: letter?.token, decision: "approve" })).status).toBe(409);
  expect(stepsOf(await runWhen(tenant.caller, runId)).pay?.status).toBe("cancelled");
});

test("an approval in one branch holds what needs it, while another branch goes on", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, [
    ask(),
    { id: "side", type: "delay", with: { for: "50ms" } },
    { id: "beside", type: "transform", needs: ["side"], with: { value: 1 } },
    {
      id: "both",
      type: "transform",
      needs: ["ask", "side"],
      with: { value: "{{ steps.ask.output.decision }}" },
    },
  ]);
  const { id } = await approvalOf(tenant, runId);
  await runWhen(tenant.caller, runId, (run) => stepsOf(run).side?.status === "succeeded");
  expect(stepsOf(await runWhen(tenant.caller, runId, () => true))).toMatchObject({
    both: { status: "pending" },
  });
  await press(tenant, id, { decision: "approve" });
  const run = await runWhen(tenant.caller, runId);
  expect(run.steps.map(({ status }) => status)).toEqual(Array(4).fill("succeeded"));
});

test("the list shows one's own first when asked, by state, workflow and run, page by page", async ({
  tenant,
}) => {
  const viewer = await tenant.as("viewer");
  const asked = [
    await question(tenant),
    await question(tenant, { approvers: [viewer.email] }),
    await question(tenant),
  ];
  const ids = asked.map(({ approval }) => approval.id);
  await press(tenant, ids[0] ?? "", { decision: "approve" });
  const see = async (actor: Pick<Actor, "request">, query: Record<string, string>) => {
    const answer = await list(actor.request("GET", undefined, { query }), params());
    const { data } = (await answer.json()) as { data: { id: string }[] };
    return data.map(({ id }) => id);
  };
  expect(await see(tenant, {})).toEqual([...ids].reverse());
  expect(await see(tenant, { status: "pending" })).toEqual([ids[2], ids[1]]);
  expect(await see(tenant, { status: "approved" })).toEqual([ids[0]]);
  expect(await see(tenant, { mine: "true" })).toEqual([ids[2]]);
  expect(await see(viewer, { mine: "true" })).toEqual([ids[1]]);
  expect(await see(tenant, { workflowId: asked[1]?.approval.workflowId ?? "" })).toEqual([ids[1]]);
  const first = await list(tenant.request("GET", undefined, { query: { limit: 2 } }), params());
  const page = (await first.json()) as { nextCursor: string };
  expect(await see(tenant, { cursor: page.nextCursor })).toEqual([ids[0]]);
  const wrong = await list(tenant.request("GET", undefined, { query: { status: "no" } }), params());
  expect(wrong.status).toBe(422);
});
