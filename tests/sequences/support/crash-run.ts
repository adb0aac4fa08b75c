import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { advancePeopleOf } from "@/inngest/sequences/advance";
import { worker } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { recordProviderEvent } from "@/lib/domain/mail/provider-event";
import { sendMail } from "@/lib/domain/mail/send";
import { advanceBatch } from "@/lib/domain/sequences/enrolments/advance-batch";
import { suppressAfter } from "@/lib/domain/suppressions/after-trouble";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { sendThroughResend } from "@/lib/infra/email/resend";
import { createMailbox } from "@/lib/local/mailbox/mailbox";
import { random } from "@/tests/faults/random";
import {
  addContacts,
  document,
  enrol,
  ledger,
  mailStep,
  publishFor,
  system,
} from "@/tests/sequences/support/people";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEPS = 5;

/** A process died; `isLong` when nobody comes back before the provider has forgotten the key. */
class Crash extends Error {
  readonly isLong: boolean;

  constructor(isLong: boolean) {
    super();
    this.isLong = isLong;
  }
}

type Options = {
  tenantId: string;
  people: number;
  seed: number;
  /** Chance to die at each of the places where one can. */
  crash?: number;
  /** Share of deaths after which nobody comes back for thirty hours. */
  outage?: number;
};

/** The real mailbox on a clock that a test moves; keys are forgotten after a day of that clock. */
const openMailbox = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "steward-crash-"));
  let offset = 0;
  const mailbox = await createMailbox({
    port: 0,
    dataDir,
    apiKey: "re_test",
    webhookSecret: `whsec_${Buffer.alloc(24, 1).toString("base64")}`,
    rateLimitPerS: 1e9,
    keep: 100_000,
    nowMs: () => Date.now() + offset,
  });
  process.env.RESEND_BASE_URL = mailbox.url;
  resetEnv();
  return {
    age: (ms: number) => {
      offset += ms;
    },
    close: async () => {
      await mailbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

const inTurns = async <T>(items: readonly T[], width: number, work: (item: T) => Promise<void>) => {
  const queue = [...items];
  const runner = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, runner));
};

/** What the provider took, by mail, and how often it said that a key had come with another body. */
type Taken = { accepted: Map<string, string[]>; mismatches: number };

/**
 * Lets people go through five mails while processes die: before and after the decision commits, before and after the
 * provider takes a mail, and without an answer. Some come back only after the provider has forgotten the key.
 */
export const crashRun = async ({
  tenantId,
  people,
  seed,
  crash = 0.05,
  outage = 0.02,
}: Options) => {
  const mailbox = await openMailbox();
  const next = random(seed);
  const dies = () => next() < crash;
  const taken: Taken = { accepted: new Map(), mismatches: 0 };
  let crashes = 0;
  let outages = 0;
  const start = Date.now();

  const die = () => {
    crashes += 1;
    const isLong = next() < outage;
    if (isLong) outages += 1;
    throw new Crash(isLong);
  };

  const steps = Array.from({ length: STEPS }, (_, n) =>
    mailStep(`step-${n}`, n === 0 ? { day: 0 } : { after: "1d" }),
  );
  const sequence = await publishFor(tenantId, document(steps, { category: "notification" }));
  const ids = await enrol(tenantId, sequence, await addContacts(tenantId, people));

  const advance = async (batch: readonly string[], now: Date) => {
    if (dies())
      await asTenant(worker("test", tenantId), async (tx) => {
        await advanceBatch(tx, batch, now, () => ({ tenant: { name: "T", plan: "trial" } }));
        die();
      }).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
    await advancePeopleOf(tenantId, batch, now);
    // Nobody heard that it was done, so it is done again.
    if (dies()) await advancePeopleOf(tenantId, batch, now);
  };

  const send = async (mailId: string): Promise<"done" | "died" | "lost"> => {
    try {
      await sendMail({ tenantId, mailId }, async (mail) => {
        if (dies()) die();
        const outcome = await sendThroughResend(mail);
        if (outcome.status === "accepted")
          taken.accepted.set(mailId, [...(taken.accepted.get(mailId) ?? []), outcome.providerId]);
        if (outcome.status === "unknown") taken.mismatches += 1;
        if (dies()) die();
        return outcome;
      });
      return "done";
    } catch (error) {
      if (error instanceof Crash) return error.isLong ? "lost" : "died";
      throw error;
    }
  };

  /** Everything ages: the provider's keys, and our first tries. */
  const sleepThroughAnOutage = async (waiting: readonly string[]) => {
    mailbox.age(30 * HOUR_MS);
    await sql`update public.mails set claimed_at = claimed_at - interval '30 hours'
      where tenant_id = ${tenantId} and id = any(${[...waiting]}::uuid[])`.execute(system());
  };

  const sendAll = async () => {
    let waiting = (await ledger(tenantId))
      .filter(({ status }) => status === "queued")
      .map(({ id }) => id);
    let lost: string[] = [];
    while (waiting.length > 0) {
      const died: string[] = [];
      await inTurns(waiting, 8, async (mailId) => {
        const end = await send(mailId);
        if (end === "died") died.push(mailId);
        if (end === "lost") lost.push(mailId);
      });
      waiting = died;
      if (died.length > 0 || lost.length === 0) continue;
      // Everybody else is back long since; now those who were away for a day.
      await sleepThroughAnOutage(lost);
      waiting = lost;
      lost = [];
    }
  };

  /** The provider's webhooks tell of what it took, also when nobody was there to hear the answer. */
  const hearNews = async () => {
    for (const [mail, [id]] of taken.accepted)
      await recordProviderEvent(
        {
          id: mail,
          body: { type: "email.sent", data: { email_id: id, tags: { mail, tenant: tenantId } } },
        },
        suppressAfter,
      );
  };

  try {
    for (let day = 0; day <= STEPS; day += 1) {
      const now = new Date(start + day * DAY_MS + day * 60_000);
      for (let n = 0; n < ids.length; n += 50) await advance(ids.slice(n, n + 50), now);
      await sendAll();
    }
    await hearNews();
  } finally {
    await mailbox.close();
  }
  const rows = await ledger(tenantId);
  const distinct = [...taken.accepted.values()].map((providerIds) => new Set(providerIds).size);
  return {
    rows,
    crashes,
    outages,
    mismatches: taken.mismatches,
    /** Mails the provider took more than once. */
    duplicates: distinct.filter((n) => n > 1).length,
    unknown: rows.filter(({ status }) => status === "unknown"),
    expected: people * STEPS,
  };
};
