import type { StepEnd } from "@/lib/domain/runs/execution/plan";

const OUTPUT_MAX = 262_144;
const PREVIEW = 16_384;

/** One step's row as it will be written; times are ISO 8601 UTC. */
export type StepRow = {
  step_id: string;
  position: number;
  type: string;
  status: string;
  input: unknown;
  output: unknown;
  error: unknown;
  started_at: string | null;
  ended_at: string | null;
};

// Postgres keeps neither NUL nor half a surrogate pair in jsonb.
const clean = (value: unknown): unknown => {
  if (typeof value === "string") return value.replaceAll("\0", "\uFFFD").toWellFormed();
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [clean(key), clean(field)]),
  );
};

/** JSON text that jsonb accepts. */
export const jsonText = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return /\\u(0000|[dD][89a-fA-F])/.test(text) ? JSON.stringify(clean(value)) : text;
};

/** An output as it is kept: plain JSON of at most 256 KiB; what is longer is cut and says so. */
export const bounded = (output: unknown, max = OUTPUT_MAX): unknown => {
  const text = jsonText(output);
  if (text.length <= max) return JSON.parse(text);
  return {
    truncated: true,
    bytes: Buffer.byteLength(text),
    preview: text.slice(0, Math.min(PREVIEW, max >> 1)).toWellFormed(),
  };
};

/** The row of a step that ended without an effect. */
export const endedRow = (
  step: { id: string; type: string; position: number },
  end: StepEnd,
  input: unknown,
  at: string,
): StepRow => ({
  step_id: step.id,
  position: step.position,
  type: step.type,
  status: end.status,
  input: input ?? null,
  output: end.status === "succeeded" ? end.output : null,
  error: end.status === "failed" ? end.error : null,
  started_at: end.status === "skipped" ? null : at,
  ended_at: at,
});
