import type { Kernel } from "../core/kernel.ts";
import type { EventRecord, Job, Memo, StepMemo } from "../core/model.ts";
import { canonicalText } from "./canonical.ts";
import { sign } from "./signature.ts";

type Piece = { text: string; canon: string | null };

const canonOf = (piece: Piece): string => {
  piece.canon ??= canonicalText(piece.text);
  return piece.canon;
};

/** The token that says whose request this is: of which take-over, job and start. It comes back with each checkpoint. */
export const fencingToken = (k: Kernel, job: Job): string =>
  `${k.epoch}.${job.run.id}.${job.generation}`;

const context = (k: Kernel, job: Job, memo: Memo): string => {
  const { run } = job;
  const stack = [...memo.steps.keys()];
  // Keys in canonical order, so that the body can be signed without sorting it again.
  return JSON.stringify({
    attempt: job.attempt,
    disable_immediate_execution: job.kind === "step" || run.open !== null,
    env: "prod",
    ...(k.options.checkpointing ? { fn_id: run.fn.id } : {}),
    max_attempts: run.fn.config.tries,
    qi_id: fencingToken(k, job),
    run_id: run.id,
    stack: { current: stack.length, stack },
    step_id: job.step,
    use_api: false,
  });
};

const body = (
  head: string,
  events: EventRecord[],
  steps: [string, StepMemo][],
  of: (piece: Piece) => string,
): string => {
  const texts = events.map(of);
  const memos = steps.map(([id, memo]) => `${JSON.stringify(id)}:${of(memo)}`).join(",");
  return `{"ctx":${head},"event":${texts[0] ?? "null"},"events":[${texts.join(",")}],"steps":{${memos}},"use_api":false,"version":2}`;
};

/** The signed request that lets the application go on with a job. The run's payload must be loaded. */
export const buildRequest = (
  k: Kernel,
  job: Job,
  memo: Memo,
): { url: string; headers: Record<string, string>; body: string } => {
  const steps = [...memo.steps].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = context(k, job, memo);
  const text = body(head, memo.events, steps, (piece) => piece.text);
  const canon = body(head, memo.events, steps, canonOf);
  const url = new URL(job.run.fn.config.url);
  url.searchParams.set("fnId", job.run.fn.id);
  url.searchParams.set("stepId", job.kind === "discovery" ? "step" : job.step);
  url.searchParams.delete("deployId");
  return {
    url: url.href,
    body: text,
    headers: {
      "content-type": "application/json",
      "x-inngest-signature": sign(canon, k.options.signingKey, k.clock.now()),
      // Over the text as it is sent: our app checks this one without sorting the keys.
      "x-steward-signature": sign(text, k.options.signingKey, k.clock.now()),
      "x-inngest-req-version": "2",
      "x-inngest-server-kind": "cloud",
      "x-run-id": job.run.id,
      "x-request-id": fencingToken(k, job),
      "x-inngest-generation-id": String(job.generation),
      "x-inngest-job-id": `${job.run.id}.${job.step}`,
    },
  };
};
