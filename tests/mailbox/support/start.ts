import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { onTestFinished } from "vitest";
import { createMailbox, type MailboxOptions } from "@/lib/local/mailbox/mailbox";

export const API_KEY = "re_test_key";
export const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A directory of this test's own, removed when it ends. */
export const scratchDirectory = async () => {
  const dir = await mkdtemp(join(tmpdir(), "mailbox-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

/** A mailbox on a free port and the real Resend client that talks to it; both end with the test. */
export const startMailbox = async (options: Partial<MailboxOptions> = {}) => {
  const dataDir = options.dataDir ?? (await scratchDirectory());
  const mailbox = await createMailbox({
    port: 0,
    apiKey: API_KEY,
    webhookSecret: WEBHOOK_SECRET,
    rateLimitPerS: 10_000,
    ...options,
    dataDir,
  });
  let open = true;
  const close = async () => {
    if (open) await mailbox.close();
    open = false;
  };
  onTestFinished(close);
  const resend = new Resend(API_KEY, { baseUrl: mailbox.url });
  const messages = async (query = "") => {
    const response = await fetch(`${mailbox.url}/api/messages?${query}`);
    const body = (await response.json()) as { data: Message[] };
    return body.data;
  };
  const fault = (body: object) =>
    fetch(`${mailbox.url}/api/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return { ...mailbox, close, dataDir, resend, messages, fault };
};

type Message = {
  id: string;
  to: string[];
  from: string;
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  createdAt: string;
};

/** A mail that is complete; tests change what they are about. */
export const draft = {
  from: "Steward <steward@mail.test.dev>",
  to: "ada@shop.dev",
  subject: "Welcome",
  text: "Hello Ada",
};
