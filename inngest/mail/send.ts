import { AppError } from "@/lib/core/errors";
import { dropMail, giveUpMail, type MailRef, sendMail } from "@/lib/domain/mail/send";
import { mailQueued } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { sleep } from "@/lib/infra/events/sleep";
import { inSlot } from "@/lib/infra/limits/in-slot";

/** What Resend lets a team do. */
const PER_SECOND = 5;
/** The engine starts as many a second, but on their way they may bunch up; with slots they never pass the limit. */
const REQUESTS = { name: "mail", slots: PER_SECOND, restMs: 1000, leaseMs: 60_000 };

/** A pause this long is a quota that is used up; waiting for it costs no retry. */
const QUOTA_S = 600;
const QUOTA_USED_UP = "Not sent: the provider's quota was used up for three days.";
/** Days of a used-up quota, an hour at a time, until the mail is given up. */
const PAUSES_MAX = 72;

type Sent = { outcome: string } | { pauseUntil: string };

const trySend = async (ref: MailRef): Promise<Sent> => {
  try {
    return { outcome: await inSlot(REQUESTS, () => sendMail(ref)) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "rate_limited") throw error;
    const { retryAfterS = 0 } = error;
    if (retryAfterS < QUOTA_S) throw error;
    return { pauseUntil: new Date(Date.now() + retryAfterS * 1000).toISOString() };
  }
};

/** Sends a queued mail. All processes together stay within the provider's requests a second, retries included. */
export const sendQueuedMail = inngest.createFunction(
  {
    id: "mail-send",
    triggers: [mailQueued],
    idempotency: "event.data.mailId",
    concurrency: { limit: PER_SECOND },
    throttle: { limit: PER_SECOND, period: "1s" },
    retries: 12,
    onFailure: async ({ event, error, step }) => {
      await step.run("note that no answer came", () =>
        giveUpMail(event.data.event.data, error.message),
      );
    },
  },
  async ({ event, step }) => {
    for (let n = 0; n < PAUSES_MAX; n += 1) {
      const again = n === 0 ? "" : ` ${n}`;
      const sent = await step.run(`send${again}`, () => trySend(event.data));
      if ("outcome" in sent) return sent.outcome;
      await sleep(step, `wait for the quota${again}`, new Date(sent.pauseUntil));
    }
    return step.run("give it up unsent", () => dropMail(event.data, QUOTA_USED_UP));
  },
);
