import { z } from "zod";
import { appOf, plainUrl, type Registration, register } from "../admin/registry.ts";
import type { Kernel } from "../core/kernel.ts";
import { markUp } from "../runs/app-down.ts";
import { canonical } from "./canonical.ts";
import { type HttpClient, HttpFailure } from "./http.ts";
import { sign } from "./signature.ts";

/** What an application answers to an in-band sync, or posts to /fn/register. */
export const AppDescription = z.object({
  url: z.url(),
  app_id: z.string().optional(),
  appName: z.string().optional(),
  sdk: z.string().optional(),
  framework: z.string().nullish(),
  functions: z.array(z.unknown()),
});

/** A description as the registry takes it. */
export const registrationOf = (input: z.output<typeof AppDescription>): Registration => ({
  url: input.url,
  appId: input.app_id ?? input.appName ?? "app",
  sdk: input.sdk ?? "",
  framework: input.framework ?? "",
  functions: input.functions,
});

type SyncOutcome = { ok: boolean; modified: boolean; message: string };

const TIMEOUT_MS = 20_000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 1_000;
const DEV_MS = 5_000;
const STEADY_MS = 60_000;

const failed = (message: string): SyncOutcome => ({ ok: false, modified: false, message });

/** Asks the application for its functions and registers them. */
export const syncOnce = async (k: Kernel, http: HttpClient): Promise<SyncOutcome> => {
  const { serveUrl, signingKey } = k.options;
  const body = canonical({ url: serveUrl });
  try {
    const answer = await http.send({
      method: "PUT",
      url: serveUrl,
      body,
      timeoutMs: TIMEOUT_MS,
      bytesMax: 16 * 1024 * 1024,
      headers: {
        "content-type": "application/json",
        "x-inngest-sync-kind": "in_band",
        "x-inngest-server-kind": "cloud",
        "x-inngest-signature": sign(body, signingKey, k.clock.now()),
      },
    });
    if (answer.status !== 200) {
      return failed(
        `the application answered the sync with HTTP ${answer.status}: ${answer.body.slice(0, 300)}`,
      );
    }
    if (answer.headers["x-inngest-sync-kind"] === "out_of_band") {
      return { ok: true, modified: false, message: "the application announced itself" };
    }
    const parsed = AppDescription.safeParse(JSON.parse(answer.body));
    if (!parsed.success)
      return failed(
        `the application's description cannot be read: ${z.prettifyError(parsed.error)}`,
      );
    if (k.closed) return failed("the engine is closing");
    markUp(k, appOf(k, plainUrl(parsed.data.url)));
    const { modified, problems } = register(k, registrationOf(parsed.data));
    await k.log.settled();
    return problems.length > 0
      ? failed(problems.join("; "))
      : { ok: true, modified, message: "synced" };
  } catch (error) {
    const why =
      error instanceof HttpFailure || error instanceof Error ? error.message : String(error);
    return failed(`the application cannot be synced: ${why}`);
  }
};

/** Keeps the functions in step with the application: until it succeeds, then now and then. */
export const keepSynced = (k: Kernel, http: HttpClient): void => {
  let wait = FIRST_RETRY_MS;
  let lastMessage = "";
  const round = async (): Promise<void> => {
    if (k.closed) return;
    const outcome = await syncOnce(k, http);
    if (k.closed) return;
    if (!outcome.ok && outcome.message !== lastMessage) k.logger("warn", outcome.message);
    const known = k.apps.get(plainUrl(k.options.serveUrl));
    if (known && !outcome.ok) known.error = outcome.message;
    lastMessage = outcome.ok ? "" : outcome.message;
    wait = outcome.ok ? (k.options.dev ? DEV_MS : STEADY_MS) : Math.min(wait * 2, LAST_RETRY_MS);
    k.timers.at(k.clock.now() + wait, () => void round());
  };
  void round();
};
