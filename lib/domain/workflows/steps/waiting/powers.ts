import { AppError } from "@/lib/core/errors";

type Undecided = { again: true };

/** An event of the tenant; receivedAt is ISO 8601 UTC. */
type AwaitedEvent = { id: string; name: string; data: unknown; receivedAt: string };

/** Which event: its name, and an expression over it with the values of the run that it names. */
export type EventWait = {
  event: string;
  filter: string | undefined;
  scope: Record<string, unknown>;
  since: "wait" | "run start";
  until: Date;
};

export type ApprovalQuestion = {
  title: string;
  message: string;
  fields: { label: string; value: string }[];
  /** Roles and e-mail addresses. */
  approvers: string[];
  deadline: Date;
  onDeadline: "reject" | "approve" | "fail";
  escalateAt: Date | null;
  escalateTo: string[];
};

type ApprovalAnswer = {
  verdict: "approved" | "rejected" | "expired";
  /** An address; null when the deadline decided. */
  by: string | null;
  comment: string | null;
  at: string;
};

export type ChildStart = {
  workflowId: string;
  input: Record<string, unknown>;
  /** Null when nobody waits for its end. */
  until: Date | null;
};

type Child = {
  runId: string;
  workflowName: string;
  status: string;
  timedOut: boolean;
  error: { code: string; message: string; stepId?: string } | null;
  /** Outputs of its last steps by id. */
  output: Record<string, unknown>;
};

/** Which step waits, under which key. */
export type Waiter = { key: string; stepId: string; now: Date };

/**
 * What steps that wait may do in the name of their run. Each pair opens a wait once a key, and reads how it ended by the
 * waiter's clock: `again` when it has not.
 */
export type WaitPowers = {
  awaitEvent: (waiter: Waiter, wait: EventWait) => Promise<void>;
  readEvent: (
    waiter: Waiter,
  ) => Promise<{ event: AwaitedEvent | null; timedOut: boolean } | Undecided>;
  askApproval: (waiter: Waiter, question: ApprovalQuestion) => Promise<{ deadline: Date }>;
  readApproval: (waiter: Waiter) => Promise<ApprovalAnswer | Undecided>;
  startChild: (waiter: Waiter, child: ChildStart) => Promise<void>;
  readChild: (waiter: Waiter) => Promise<Child | Undecided>;
};

const refuse = () => Promise.reject(new AppError("forbidden", "Only a run can wait."));

/** For places that perform single steps outside a run. */
export const NO_WAITS: WaitPowers = {
  awaitEvent: refuse,
  readEvent: refuse,
  askApproval: refuse,
  readApproval: refuse,
  startChild: refuse,
  readChild: refuse,
};
