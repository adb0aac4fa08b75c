import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resetEnv } from "@/lib/core/env";
import { createMailbox } from "@/lib/local/mailbox/mailbox";

export type Received = {
  id: string;
  to: string[] | string;
  subject: string;
  html: string;
  text: string;
};

/** The real mailbox on a free port, with the app pointed at it; `close` also removes its data. Its news go to `webhookUrl`. */
export const openMailbox = async ({ webhookUrl }: { webhookUrl?: string } = {}) => {
  const dataDir = mkdtempSync(join(tmpdir(), "steward-mailbox-"));
  const webhookSecret = `whsec_${randomBytes(24).toString("base64")}`;
  const mailbox = await createMailbox({
    port: 0,
    dataDir,
    apiKey: "re_test",
    webhookSecret,
    rateLimitPerS: 1000,
    webhookUrl,
  });
  process.env.RESEND_BASE_URL = mailbox.url;
  process.env.RESEND_WEBHOOK_SECRET = webhookSecret;
  resetEnv();
  const received = async (): Promise<Received[]> => {
    const answer = await fetch(`${mailbox.url}/api/messages?limit=200`);
    return ((await answer.json()) as { data: Received[] }).data;
  };
  const fault = async (mode: string, count: number) => {
    const headers = { "content-type": "application/json", authorization: "Bearer re_test" };
    const answer = await fetch(`${mailbox.url}/api/faults`, {
      method: "POST",
      headers,
      body: JSON.stringify({ mode, count }),
    });
    if (!answer.ok) throw new Error(`The fault was not set: ${answer.status}`);
  };
  /** How many sends will still meet a fault. */
  const faultsLeft = async (): Promise<number> => {
    const answer = await fetch(`${mailbox.url}/api/faults`);
    const { data } = (await answer.json()) as { data: { count: number }[] };
    return data.reduce((sum, { count }) => sum + count, 0);
  };
  /** Plays the recipient of a mail, by the id the provider gave it. */
  const play = async (id: string, report: { type: string; link?: string }) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${mailbox.url}/api/messages/${id}/events`, {
      method: "POST",
      headers,
      body: JSON.stringify(report),
    });
    if (!answer.ok) throw new Error(`The recipient was not played: ${answer.status}`);
  };
  const close = async () => {
    await mailbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { received, fault, faultsLeft, play, close, webhookSecret };
};
