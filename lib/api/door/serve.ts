import { guardOrigin } from "@/lib/api/csrf";
import { admit, authorize } from "@/lib/api/door/admit";
import { type RawInput, readInput } from "@/lib/api/door/input";
import { limitCaller } from "@/lib/api/door/limit";
import type { RequestContext } from "@/lib/api/door/request-context";
import { knownFields, selectFields } from "@/lib/api/fields";
import { type Answer, fingerprintOf, once, parseKey } from "@/lib/api/idempotency";
import type { Spec } from "@/lib/api/spec";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { Identity } from "@/lib/infra/auth/identify";

/** A handler with its types taken off; `route` puts them on. */
export type Handler = (input: Omit<RawInput, "json"> & Record<string, unknown>) => Promise<unknown>;

type Call = {
  spec: Spec;
  handler: Handler;
  request: Request;
  params: Record<string, string | string[] | undefined>;
  context: RequestContext;
  /** Headers of the answer, whatever it becomes. */
  reply: Headers;
};

const TIMEOUT_MS = 30_000;

const proofFor = (identity: Identity | null) => {
  if (!identity) return "if-present";
  return identity.via === "cookie" ? "required" : "none";
};

/** Keeps to the time the operation has. What is under way still ends by the database's own limits. */
const within = async <T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>) => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new AppError("timeout", `This took longer than ${timeoutMs} ms.`);
      controller.abort(error);
      reject(error);
    }, timeoutMs);
  });
  return Promise.race([work(controller.signal), late]).finally(() => clearTimeout(timer));
};

/** Headers that belong to one exchange and must not come back with a replayed answer. */
const PER_REQUEST = /^(set-cookie|ratelimit|ratelimit-policy|x-request-id|traceparent)$/;

const toAnswer = ({ spec, reply }: Call, input: RawInput, output: unknown): Answer => {
  const headers = Object.fromEntries([...reply].filter(([name]) => !PER_REQUEST.test(name)));
  if (spec.output === null) return { status: spec.status ?? 204, headers, body: "" };
  const result = spec.output.safeParse(output);
  if (!result.success) throw new Error("The answer breaks its contract", { cause: result.error });
  const { fields } = (input.query ?? {}) as { fields?: string };
  const body = JSON.stringify(selectFields(result.data, fields, knownFields(spec.output)));
  return {
    status: spec.status ?? 200,
    headers: { ...headers, "content-type": "application/json" },
    body,
  };
};

const keyOf = ({ spec, request }: Call, caller: Caller | null): string | undefined => {
  const isCommand =
    request.method === "POST" && spec.access !== "session" && spec.access !== "public";
  const { idempotency = isCommand ? "optional" : "none" } = spec;
  if (idempotency === "none" || !caller) return undefined;
  const header = request.headers.get("idempotency-key");
  if (header !== null) return parseKey(header);
  if (idempotency === "optional") return undefined;
  throw new AppError("malformed", "This request needs an Idempotency-Key header.");
};

const runOnce = async (
  call: Call,
  key: string,
  caller: Caller,
  input: RawInput,
  run: () => Promise<Answer>,
) => {
  const route = `${call.request.method} ${call.context.route}`;
  const query = [...new URL(call.request.url).searchParams].sort();
  const fingerprint = fingerprintOf(route, call.params, query, input.json ?? null);
  const { answer, isReplay } = await once({ caller, route, key, fingerprint }, run);
  if (isReplay) call.reply.set("idempotent-replayed", "true");
  return answer;
};

/** Everything between a request and its answer, in the order in which it may be refused. Throws; `respond` answers. */
export const serve = async (call: Call): Promise<Answer> => {
  const { spec, handler, request, params, context, reply } = call;
  const identity = await admit(call);
  guardOrigin(request, proofFor(identity));
  await limitCaller({ spec, method: request.method, context, identity }, reply);
  authorize(spec, identity);
  const caller = identity?.caller ?? null;
  const key = keyOf(call, caller);
  return within(spec.timeoutMs ?? TIMEOUT_MS, async (signal) => {
    const input = await readInput(spec, request, params);
    const { json: _, ...parts } = input;
    const { requestId, ip } = context;
    const who = { caller, user: identity?.user ?? null };
    const run = async () =>
      toAnswer(
        call,
        input,
        await handler({ ...parts, ...who, request, requestId, ip, signal, reply }),
      );
    return key && caller ? runOnce(call, key, caller, input, run) : run();
  });
};
