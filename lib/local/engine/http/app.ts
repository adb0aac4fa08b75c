import { z } from "zod";
import { register } from "../admin/registry.ts";
import { notice } from "../core/kernel.ts";
import { AppDescription, registrationOf, syncOnce } from "../driver/sync.ts";
import { type Answer, type Call, leading, Refusal, readJson } from "./answer.ts";
import { requireSdk } from "./auth.ts";
import { durable } from "./events.ts";

const BODY_MAX = 16 * 1024 * 1024;

/** `POST /fn/register`: an application announces its functions (out-of-band sync). */
export const postRegister = async (call: Call): Promise<Answer> => {
  requireSdk(call);
  const k = leading(call);
  const parsed = AppDescription.safeParse(await readJson(call.request, BODY_MAX));
  if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error));
  const { modified, problems } = register(k, registrationOf(parsed.data));
  await durable(k);
  if (problems.length > 0) throw new Refusal(400, problems.join("; "));
  return { status: 200, body: { ok: true, modified } };
};

/** `POST /fn/sync`: asks the application for its functions now. */
export const postSync = async (call: Call): Promise<Answer> => {
  requireSdk(call);
  const outcome = await syncOnce(leading(call), call.http);
  return { status: outcome.ok ? 200 : 502, body: outcome };
};

/** `GET /health`: 200 while this process lives; says whether it leads. */
export const getHealth = (call: Call): Answer => ({
  status: 200,
  body: { status: "ok", leading: call.kernel !== null, epoch: call.kernel?.epoch ?? null },
});

/** `GET /dev`: what the SDK asks to learn that an engine is there. Nothing in it is secret. */
export const getDev = (call: Call): Answer => ({
  status: 200,
  body: {
    version: "embedded",
    authed: true,
    startOpts: { sdkURLs: [call.options.serveUrl] },
    functions: [...(call.kernel?.fns.values() ?? [])]
      .filter((fn) => fn.removedAt === null)
      .map((fn) => ({ id: fn.id, slug: fn.id, name: fn.config.name })),
    handlers: [],
  },
});

/** Refuses what this engine leaves out, in words that help. */
export const notOffered =
  (what: string, instead: string) =>
  (call: Call): Answer => {
    const error = `${what} is not offered by the embedded engine: ${instead}`;
    if (call.kernel) notice(call.kernel, error);
    return { status: 501, body: { error, status: 501 } };
  };
