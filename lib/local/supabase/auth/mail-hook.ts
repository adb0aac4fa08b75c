import { AsyncLocalStorage } from "node:async_hooks";
import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "@supabase/lite";
import type { Link, MailAction } from "./links.ts";
import { findUser, type Sql, type User } from "./users.ts";

type Mailer = NonNullable<App["_mailer"]>;

/** What belongs to one request: where its mail's link leads, and why its mail could not be handed over. */
export const requestScope = new AsyncLocalStorage<{ redirectTo: string; hookError?: string }>();

export type EmailData = Record<
  | "token"
  | "token_hash"
  | "token_new"
  | "token_hash_new"
  | "redirect_to"
  | "email_action_type"
  | "site_url",
  string
>;

type Options = { sql: Sql; siteUrl: string; hookSecret: string; patienceMs?: number };

const ATTEMPTS = 3;

/** Standard Webhooks headers; `secret` is `v1,whsec_<base64>` as Supabase shows it. */
const signed = (secret: string, body: string) => {
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.replace(/^v1,/, "").replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${mac}`,
  };
};

/** Posts the hook, three times at most within `patienceMs`; a 4xx other than 429 is final. */
const post = async (url: string, secret: string, payload: object, patienceMs: number) => {
  const body = JSON.stringify(payload);
  const headers = signed(secret, body);
  const deadline = Date.now() + patienceMs;
  let reason = "";
  for (let attempt = 1; attempt <= ATTEMPTS && Date.now() < deadline; attempt++) {
    if (attempt > 1) await sleep(Math.min(300 * attempt, deadline - Date.now()));
    try {
      const signal = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
      const response = await fetch(url, { method: "POST", headers, body, signal });
      await response.body?.cancel();
      if (response.ok) return;
      reason = `the hook answered ${response.status}`;
      if (response.status < 500 && response.status !== 429) break;
    } catch (error) {
      reason = error instanceof Error ? `${error.message}` : String(error);
    }
  }
  throw new Error(reason || "the hook took too long");
};

/**
 * Sends every auth mail by the app's Send Email hook, `<siteUrl>/api/hooks/auth-email`, with the payload and
 * signature of hosted Supabase. `send` serves the gateway's own routes, `mailer` takes lite's place.
 */
export const createMailHook = ({ sql, siteUrl, hookSecret, patienceMs = 5_000 }: Options) => {
  const deliver = async (action: MailAction, user: User | undefined, data: Partial<EmailData>) => {
    const scope = requestScope.getStore();
    const email_data = {
      token: "",
      token_hash: "",
      token_new: "",
      token_hash_new: "",
      ...data,
      redirect_to: scope?.redirectTo ?? siteUrl,
      email_action_type: action,
      site_url: siteUrl,
    };
    try {
      await post(`${siteUrl}/api/hooks/auth-email`, hookSecret, { user, email_data }, patienceMs);
    } catch (error) {
      if (scope)
        scope.hookError = `Error running hook URI: ${siteUrl}/api/hooks/auth-email (${String(error)})`;
      throw error;
    }
  };
  const send = (action: MailAction, user: User, { otp, tokenHash }: Link) =>
    deliver(action, user, { token: otp, token_hash: tokenHash });
  const plain =
    (action: MailAction): Mailer["sendRecovery"] =>
    async (_email, token_hash, token, meta) =>
      deliver(action, await findUser(sql, meta?.userId ?? ""), { token, token_hash });

  const mailer: Mailer = {
    sendConfirmation: plain("signup"),
    sendRecovery: plain("recovery"),
    sendMagicLink: plain("magiclink"),
    async sendEmailChange(_email, tokenHash, token, meta) {
      const id = meta?.userId ?? "";
      await sql`update auth.users set email_change_confirm_status = 0 where id = ${id}`;
      const user = await findUser(sql, id);
      const changed = user && { ...user, new_email: meta?.newEmail };
      // As hosted, for the sake of compatibility: `token_hash_new` goes with `token` to the present address,
      // `token_hash` with `token_new` to the new one.
      const both = {
        token,
        token_hash_new: tokenHash,
        token_new: meta?.tokenNew ?? "",
        token_hash: meta?.tokenHashNew ?? "",
      };
      await deliver(
        "email_change",
        changed,
        meta?.tokenHashNew ? both : { token, token_hash: tokenHash },
      );
    },
    async sendReauthentication(_email, token, meta) {
      await deliver("reauthentication", await findUser(sql, meta?.userId ?? ""), { token });
    },
  };
  return { mailer, send };
};

export type MailHook = ReturnType<typeof createMailHook>;
