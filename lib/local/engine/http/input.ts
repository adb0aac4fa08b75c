import { z } from "zod";
import type { Kernel } from "../core/kernel.ts";
import type { Cancellation } from "../core/model.ts";
import { ulid } from "../core/ulid.ts";
import { compile } from "../expression/compile.ts";
import { LIMITS } from "../options.ts";
import { type Call, Refusal, readJson } from "./answer.ts";

/** Unix milliseconds as ISO 8601. */
export const iso = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();

/** Reads a JSON body that must fit a schema. */
export const readInput = async <T extends z.ZodType>(
  call: Call,
  schema: T,
): Promise<z.output<T>> => {
  const parsed = schema.safeParse(await readJson(call.request, LIMITS.bodyBytes));
  if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error));
  return parsed.data;
};

const time = z.iso.datetime({ offset: true }).nullish();

/** Which runs a bulk cancellation concerns. */
export const RuleInput = z
  .object({
    fn: z.string().nullish(),
    tenant: z.string().nullish(),
    from: time,
    to: time,
    if: z.string().nullish(),
  })
  .refine(
    ({ fn, tenant, if: condition }) => fn || tenant || condition,
    "name a function, a tenant or a condition",
  );

const compiled = (text: string | null | undefined): Cancellation["condition"] => {
  try {
    return text ? compile(text) : null;
  } catch (error) {
    throw new Refusal(400, `if: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** A bulk cancellation as the engine keeps it. Without an end it concerns the runs queued until now. */
export const ruleOf = (k: Kernel, input: z.output<typeof RuleInput>): Cancellation => {
  const now = k.clock.now();
  return {
    id: ulid(now),
    fn: input.fn ?? null,
    tenant: input.tenant ?? null,
    condition: compiled(input.if),
    from: input.from ? Date.parse(input.from) : null,
    to: input.to ? Date.parse(input.to) : now,
    createdAt: now,
  };
};
