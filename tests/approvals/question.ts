import { sql } from "kysely";
import { listApprovals } from "@/lib/domain/approvals/list";
import type { ApprovalItem } from "@/lib/domain/approvals/schema";
import { asSystem } from "@/lib/infra/db/as-system";
import { start } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";

const system = () => asSystem("tests look at what happened");

export const ask = (more: object = {}) => ({
  id: "ask",
  type: "approval",
  with: {
    title: "Refund 403.00 EUR?",
    message: "The order came back undamaged.",
    fields: { Order: "#1042", Amount: 403 },
    approvers: ["admin"],
    deadline: "1h",
    ...more,
  },
});

/** A step that runs only after a yes. */
export const pay = {
  id: "pay",
  type: "transform",
  needs: ["ask"],
  when: 'steps.ask.output.decision == "approved"',
  with: { value: "{{ steps.ask.output.by }}" },
};

/** Asks until the approval of a run is there. */
export const approvalOf = async (tenant: Actor, runId: string): Promise<ApprovalItem> => {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; ) {
    const { data } = await listApprovals(tenant.caller, { runId, limit: 5 });
    if (data[0]) return data[0];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("The run asked nobody.");
};

/** Starts a run that asks, and gives its question. */
export const question = async (tenant: Actor, more: object = {}) => {
  const runId = await start(tenant.caller, [ask(more), pay]);
  return { runId, approval: await approvalOf(tenant, runId) };
};

type Letter = { recipient: string; subject: string; body: string; token: string };

/** The mails that ask about an approval, with the token of each link. */
export const lettersOf = async (approvalId: string): Promise<Letter[]> => {
  const { rows } = await sql<Omit<Letter, "token">>`
    select recipient, subject, body from public.mails where key like ${`approval/${approvalId}/%`} order by recipient`.execute(
    system(),
  );
  return rows.map((row) => ({
    ...row,
    token: /\/approve\?token=([\w-]+)/.exec(row.body)?.[1] ?? "",
  }));
};
