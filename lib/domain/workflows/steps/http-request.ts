import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { StepFailure } from "@/lib/core/step-failure";
import { defineStep, type StepContext } from "@/lib/domain/workflows/steps/step-kind";
import type { SafeRequest, SafeResponse } from "@/lib/infra/outbound/safe-fetch";

const PARSE_MAX = 262_144;
const PREVIEW = 65_536;
const SECRET_HEADER =
  /^(authorization|proxy-authorization|cookie|x-api-key)$|secret|token|password/i;
const KEPT_HEADERS = new Set([
  "content-type",
  "location",
  "etag",
  "last-modified",
  "retry-after",
  "x-request-id",
]);

const HeaderValue = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .refine((text) => !/[\r\n\0]/.test(text), "A header is one line.");

const Input = z
  .strictObject({
    method: z
      .enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
      .optional()
      .meta({ description: "Without it GET, or POST with a body." }),
    url: z
      .url({ protocol: /^https?$/, error: "A full http(s) address is needed." })
      .max(4000)
      .meta({ title: "URL" }),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/), HeaderValue)
      .default({}),
    query: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .default({}),
    json: z.unknown().optional().meta({ title: "JSON body" }),
    body: z.string().optional().meta({ title: "Text body", widget: "textarea" }),
    accept: z
      .array(z.int().min(100).max(599))
      .max(20)
      .default([])
      .meta({ title: "Status codes", description: "Outside of 200–299 that are fine too." }),
    idempotent: z.boolean().default(true).meta({
      title: "The other side keeps to Idempotency-Key",
      description: "Then a POST that got no answer may be repeated.",
    }),
  })
  .refine((input) => input.json === undefined || input.body === undefined, {
    message: "Give json or body, not both.",
    path: ["body"],
  })
  .meta({ choices: [["json", "body"]] });
type Input = z.output<typeof Input>;

const SAFE_METHODS = new Set(["GET", "HEAD", "PUT", "DELETE"]);

const systemCodeOf = (error: unknown): string => {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (!(at instanceof AppError) && typeof code === "string") return code;
  }
  return error instanceof AppError ? error.code.toUpperCase() : "";
};

const requestOf = (input: Input, method: string, ctx: StepContext): SafeRequest => {
  const body = input.json === undefined ? input.body : JSON.stringify(input.json);
  const lower = Object.fromEntries(
    Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method,
    headers: {
      "user-agent": "Steward/1",
      "idempotency-key": ctx.key,
      ...(input.json !== undefined && { "content-type": "application/json" }),
      ...lower,
    },
    timeoutMs: ctx.timeoutMs,
    signal: ctx.signal,
    ...(body !== undefined && { body }),
  };
};

const addressOf = ({ url, query }: Input): string => {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query))
    if (value !== null) address.searchParams.append(name, String(value));
  return address.href;
};

const readBody = ({ body, headers }: SafeResponse) => {
  if (body.length > PARSE_MAX)
    return { body: body.subarray(0, PREVIEW).toString(), truncated: true, bytes: body.length };
  const text = body.toString();
  if (text === "" || !/[/+]json\b/i.test(headers["content-type"] ?? "")) return { body: text };
  try {
    return { body: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

const outputOf = (
  response: SafeResponse,
  facts: { method: string; host: string; keyed: boolean },
) => {
  const read = readBody(response);
  if (!read)
    throw new StepFailure("unavailable", "The answer says it is JSON but cannot be read as JSON.", {
      kind: "unreadable",
      ...facts,
    });
  const headers = Object.entries(response.headers).filter(([name]) => KEPT_HEADERS.has(name));
  return { status: response.status, headers: Object.fromEntries(headers), ...read };
};

/** Calls another system over HTTP, behind the SSRF guard, with the step's key as Idempotency-Key. */
export const httpRequest = defineStep({
  type: "http.request",
  title: "HTTP request",
  summary: "Calls a URL. Succeeds on 2xx; the answer is steps.<id>.output.body.",
  group: "app",
  icon: "globe",
  docs: `Calls any public HTTP(S) address. \`json\` or \`body\` make it a POST unless \`method\` says otherwise; values inside the URL's
path are encoded. Answers outside 200–299 fail the step unless \`accept\` lists them; 408, 425, 429 and 5xx are tried again.

    url: https://api.example.com/orders/{{ trigger.body.id }}
    headers: { authorization: "Bearer {{ trigger.body.token }}" }
    json: { paid: true }

Every attempt carries the same \`Idempotency-Key\`. Set \`idempotent: false\` when the other side ignores it, and an
unanswered POST is not repeated.`,
  input: Input,
  output: z.object({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
    truncated: z.boolean().optional(),
    bytes: z.int().optional(),
  }),
  pure: false,
  // What follows the origin is data: a value must not add a path segment or a parameter.
  encode: {
    url: (text, before) => (/^https?:\/\/[^/]*\//i.test(before) ? encodeURIComponent(text) : text),
  },
  redact: (input) => ({
    ...input,
    headers: Object.fromEntries(
      Object.entries(input.headers).map(([name, value]) => [
        name,
        SECRET_HEADER.test(name) ? "•••" : value,
      ]),
    ),
  }),
  run: async (ctx, input) => {
    const method =
      input.method ?? (input.json === undefined && input.body === undefined ? "GET" : "POST");
    const { host } = new URL(input.url);
    const facts = { method, host, keyed: input.idempotent || SAFE_METHODS.has(method) };
    const started = performance.now();
    const tell = (what: object) =>
      ctx.log(`${method} ${host}`, { ...what, ms: Math.round(performance.now() - started) });
    const response = await ctx
      .fetch(addressOf(input), requestOf(input, method, ctx))
      .catch((error) => {
        const own =
          error instanceof AppError && (error.code === "timeout" || error.code === "unavailable");
        const systemCode = systemCodeOf(error);
        tell({ error: own ? systemCode : error instanceof AppError ? error.code : "internal" });
        if (!own) throw error;
        throw new StepFailure(
          error.code,
          error.message,
          { kind: "network", systemCode, ...facts },
          error,
        );
      });
    const { status } = response;
    tell({ status });
    if ((status >= 200 && status < 300) || input.accept.includes(status))
      return outputOf(response, facts);
    const retryAfter = response.headers["retry-after"];
    const excerpt = response.body.subarray(0, 300).toString().replaceAll(/\s+/g, " ").trim();
    throw new StepFailure(
      "unavailable",
      `${host} answered ${status}${excerpt ? `: ${excerpt}` : "."}`,
      { kind: "http", status, retryAfter, ...facts },
    );
  },
});
