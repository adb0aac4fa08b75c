import { createHmac, timingSafeEqual } from "node:crypto";
import { InngestCommHandler, type ServeHandlerOptions } from "inngest";
import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { env } from "@/lib/core/env";
import { inngest } from "@/lib/infra/events/client";

const SIGNATURE = "x-inngest-signature";
/** What our own engine sends besides: the same, over the body as it stands. */
const TEXT_SIGNATURE = "x-steward-signature";
/** As the SDK has it. */
const TOLERANCE_MS = 300_000;

const digest = (text: string, seconds: string) =>
  createHmac("sha256", env().INNGEST_SIGNING_KEY.replace(/^signkey-\w+-/, ""))
    .update(text)
    .update(seconds)
    .digest("hex");

/** Whether the engine signed these very characters, not long ago. */
const isSigned = (text: string, signature: string | null): boolean => {
  const [, seconds = "", given = ""] = /^t=(\d+)&s=([0-9a-f]{64})$/.exec(signature ?? "") ?? [];
  if (Math.abs(Date.now() - Number(seconds) * 1000) > TOLERANCE_MS || given === "") return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(digest(text, seconds)));
};

const sign = (text: string) => {
  const seconds = String(Math.round(Date.now() / 1000));
  return `t=${seconds}&s=${digest(text, seconds)}`;
};

const VERSION = "x-inngest-req-version";

type Call = { request: Request; body: Record<string, unknown> };
type Answer = { status: number; headers: Record<string, string>; body: string };

/** To see that a version is the one it prefers, the SDK builds six errors; not told any, it takes that one at once. */
const withoutVersion = ({ version, ...body }: Record<string, unknown>) =>
  version === 2 ? body : { version, ...body };

/**
 * The route handlers the durable engine calls. Every execution is signed; the SDK checks that on worker threads and after it
 * has sorted the body's keys, which takes longer than most steps. A body that is signed as it stands is checked here instead,
 * and whatever does not pass here is left to the SDK, which refuses it or knows why not.
 */
export const serveFunctions = (functions: NonNullable<ServeHandlerOptions["functions"]>) => {
  const { GET, PUT, POST } = serve({ client: inngest, functions });
  const execute = new InngestCommHandler<[Call], Answer>({
    frameworkName: "nextjs",
    client: inngest,
    functions,
    skipSignatureValidation: true,
    handler: ({ request, body }: Call) => ({
      body: () => body,
      headers: (name) =>
        name === VERSION && !("version" in body) ? null : request.headers.get(name),
      method: () => "POST",
      url: () => new URL(request.url),
      transformResponse: ({ status, headers, body: text }) => ({ status, headers, body: text }),
    }),
  }).createHandler();
  return {
    GET,
    PUT,
    POST: async (request: NextRequest, context: unknown): Promise<Response> => {
      const text = await request.text();
      const { url, method, headers } = request;
      if (!isSigned(text, headers.get(TEXT_SIGNATURE) ?? headers.get(SIGNATURE))) {
        return POST(new Request(url, { method, headers, body: text }) as NextRequest, context);
      }
      const answer = await execute({ request, body: withoutVersion(JSON.parse(text)) });
      const response = new Response(answer.body, {
        status: answer.status,
        headers: { ...answer.headers, [SIGNATURE]: sign(answer.body) },
      });
      // Our own server sends the text as it is instead of reading a stream.
      return Object.assign(response, { whole: answer.body });
    },
  };
};
