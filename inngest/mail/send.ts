import { AppError } from "@/lib/core/errors";
import { dropMail, giveUpMail, type MailRef, sendMail } from "@/lib/domain/mail/send";
import { mailQueued } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { sleep } from "@/lib/infra/events/sleep";

/** A pause this long is a quota that is used up; waiting for it costs no retry. */
const QUOTA_S = 600;
const QUOTA_USED_UP = "Not sent: the provider's quota was used up for three days.";
/** Days of a used-up quota, an hour at a time, until the mail is given up. */
const PAUSES_MAX = 72;

type Sent = { outcome: string } | { pauseUntil: string };

const trySend = async (ref: MailRef): Promise<Sent> => {
  try {
    return { outcome: await sendMail(ref) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "rate_limited") throw error;
    const { retryAfterS = 0 } = error;
    if (retryAfterS < QUOTA_S) throw error;
    return { pauseUntil: new Date(Date.now() + retryAfterS * 1000).toISOString() };
  }
};

/** Sends a queued mail. The throttle keeps all instances together below the provider's five requests a second. */
export const sendQueuedMail = inngest.createFunction(
  {
    id: "mail-send",
    triggers: [mailQueued],
    idempotency: "event.data.mailId",
    concurrency: { limit: 5 },
    throttle: { limit: 5, period: "1s" },
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
