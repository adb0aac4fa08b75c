import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { readByLink } from "@/lib/domain/approvals/by-link";
import { decideApproval } from "@/lib/domain/approvals/decide";
import { queueEscalations } from "@/lib/domain/approvals/escalate";
import { getApproval } from "@/lib/domain/approvals/get";
import { asSystem } from "@/lib/infra/db/as-system";
import { drainOutbox } from "@/lib/infra/events/relay";
import { approvalOf, lettersOf, question } from "@/tests/approvals/question";
import { startEngine } from "@/tests/runs/support/engine";
import { runWhen, stepsOf } from "@/tests/runs/support/workflow";
import { test as base } from "@/tests/support/test";

const engine = await startEngine(["approvals-escalate"]);
afterAll(() => engine.close());

const test = base.extend("engine", { auto: true }, ({ database: _ }) => engine.connect());

const system = () => asSystem("tests look at what happened");
const HOUR_MS = 3_600_000;

test("when nobody decides, the workflow's word for that does", async ({ tenant }) => {
  const [rejected, approved, failed] = await Promise.all(
    (["reject", "approve", "fail"] as const).map((onDeadline) =>
      question(tenant, { deadline: "1s", onDeadline }),
    ),
  );
  const ends = await Promise.all(
    [rejected, approved, failed].map((asked) => runWhen(tenant.caller, asked?.runId ?? "")),
  );
  const [no, yes, error] = ends.map((run) => stepsOf(run).ask);
  expect(no?.output).toMatchObject({ decision: "rejected", by: null, comment: null });
  expect(yes?.output).toMatchObject({ decision: "approved", by: null });
  expect(error?.error).toEqual({
    code: "deadline_passed",
    message: "Nobody decided within 1s.",
  });
  expect(ends.map(({ status }) => status)).toEqual(["succeeded", "succeeded", "failed"]);
  const states = await Promise.all(
    [rejected, approved, failed].map((asked) => approvalOf(tenant, asked?.runId ?? "")),
  );
  expect(states.map(({ status, decision }) => [status, decision?.via, decision?.by])).toEqual([
    ["rejected", "deadline", null],
    ["approved", "deadline", null],
    ["expired", "deadline", null],
  ]);
});

test("a decision that comes too late is refused and says how it ended; its link shows no more than that", async ({
  tenant,
}) => {
  const { runId, approval } = await question(tenant, { deadline: "1s" });
  const [letter] = await lettersOf(approval.id);
  await runWhen(tenant.caller, runId);
  await expect(
    decideApproval(tenant.caller, approval.id, { decision: "approve", comment: undefined }),
  ).rejects.toMatchObject({ code: "conflict", issues: [{ code: "already_rejected" }] });
  expect(await readByLink(letter?.token ?? "")).toMatchObject({
    open: false,
    message: "",
    fields: [],
    decision: { verdict: "rejected", by: null },
  });
});

test("between the deadline and its being noticed nobody can decide any more", async ({
  tenant,
}) => {
  const { approval } = await question(tenant);
  await sql`update public.approvals set deadline = now() - interval '1 second' where id = ${approval.id}`.execute(
    system(),
  );
  await expect(
    decideApproval(tenant.caller, approval.id, { decision: "approve", comment: undefined }),
  ).rejects.toMatchObject({ code: "conflict", issues: [{ code: "deadline_passed" }] });
});

test("after escalateAfter further people are asked once by mail, and may decide", async ({
  tenant,
}) => {
  const admin = await tenant.as("admin");
  const { runId, approval } = await question(tenant, {
    approvers: ["cfo@shop.example"],
    deadline: "3h",
    escalateAfter: "2h",
    escalateTo: ["admin", "cfo@shop.example", "ceo@shop.example"],
  });
  expect(await queueEscalations(system(), new Date(Date.now() + HOUR_MS))).toBe(0);
  const due = new Date(Date.now() + 2.1 * HOUR_MS);
  const found = await Promise.all([1, 2, 3].map(() => queueEscalations(system(), due)));
  expect(found.reduce((sum, n) => sum + n, 0)).toBe(1);
  await drainOutbox();
  await expect.poll(async () => (await lettersOf(approval.id)).length, { timeout: 15_000 }).toBe(4);
  const letters = await lettersOf(approval.id);
  expect(letters.map(({ recipient }) => recipient).sort()).toEqual(
    [admin.email, tenant.email, "ceo@shop.example", "cfo@shop.example"].sort(),
  );
  const news = letters.find(({ recipient }) => recipient === "ceo@shop.example");
  expect(news?.subject).toBe("Still undecided: Refund 403.00 EUR?");
  const seen = await getApproval(admin.caller, approval.id);
  expect(seen).toMatchObject({ minRole: "admin", mine: true, escalatedAt: expect.any(String) });
  expect(seen.asked.filter(({ escalated }) => escalated)).toHaveLength(3);
  await decideApproval(admin.caller, approval.id, { decision: "approve", comment: undefined });
  expect(stepsOf(await runWhen(tenant.caller, runId)).ask?.output).toMatchObject({
    by: admin.email,
  });
});

test("what was decided before is not escalated", async ({ tenant }) => {
  const { approval } = await question(tenant, {
    deadline: "3h",
    escalateAfter: "1h",
    escalateTo: "owner",
  });
  await decideApproval(tenant.caller, approval.id, { decision: "reject", comment: undefined });
  expect(await queueEscalations(system(), new Date(Date.now() + 2 * HOUR_MS))).toBe(0);
});
