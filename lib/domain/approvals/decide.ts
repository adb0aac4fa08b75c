import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { getApproval } from "@/lib/domain/approvals/get";
import type { ApprovalDetail, Decision, DecisionInput } from "@/lib/domain/approvals/schema";
import { afterCommit, asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { nudgeRelay } from "@/lib/infra/events/relay";

type Outcome = "recorded" | "repeated" | "decided" | "late" | "over" | "not_asked" | "unknown";

const VERDICT = { approve: "approved", reject: "rejected" } as const;

const WORD = {
  approved: "approved",
  rejected: "rejected",
  expired: "left open until the deadline",
};

/** What somebody hears who comes second: how it was decided, by whom and when. */
const decidedAlready = (decision: Decision | null): AppError => {
  if (!decision) return new AppError("conflict", "This was decided already.");
  const { verdict, by, at } = decision;
  const message = by
    ? `${by} ${WORD[verdict]} this at ${at}.`
    : `This was ${WORD[verdict]} by its deadline at ${at}.`;
  return new AppError("conflict", message, {
    issues: [{ path: "decision", code: `already_${verdict}`, message }],
  });
};

const closed = (code: "deadline_passed" | "run_ended", message: string) =>
  new AppError("conflict", message, { issues: [{ path: "decision", code, message }] });

/** Throws what the outcome of `app.decide_approval` means for who decided. */
export const refuse = (outcome: Outcome, decision: Decision | null): void => {
  switch (outcome) {
    case "recorded":
    case "repeated":
      return;
    case "decided":
      throw decidedAlready(decision);
    case "late":
      throw closed("deadline_passed", "The time to decide is over.");
    case "over":
      throw closed("run_ended", "The run that asked has ended; there is nothing to decide.");
    case "not_asked":
      throw new AppError("forbidden", "You were not asked to decide this.");
    case "unknown":
      throw new AppError("not_found", "There is no such approval.");
    default:
      outcome satisfies never;
  }
};

/** Decides as the caller of the transaction; `link` is the hash of a mailed token, for workers. */
export const decide = async (
  tx: Tx,
  id: string,
  { decision, comment }: DecisionInput,
  link: Buffer | null,
): Promise<Outcome> => {
  const { rows } = await sql<{ outcome: Outcome }>`
    select outcome from app.decide_approval(${id}, ${VERDICT[decision]}, ${comment ?? null}, ${link}::bytea)`.execute(
    tx,
  );
  afterCommit(nudgeRelay);
  return rows[0]?.outcome ?? "unknown";
};

/**
 * Decides as the signed-in person. The first decision stands: the same one again by the same person changes nothing, any
 * other throws conflict and says what was decided. Throws forbidden for who was not asked, not_found.
 */
export const decideApproval = (
  caller: Caller,
  id: string,
  given: DecisionInput,
): Promise<ApprovalDetail> =>
  asTenant(caller, async (tx) => {
    const outcome = await decide(tx, id, given, null);
    if (outcome === "unknown") refuse(outcome, null);
    const approval = await getApproval(caller, id);
    refuse(outcome, approval.decision);
    return approval;
  });
