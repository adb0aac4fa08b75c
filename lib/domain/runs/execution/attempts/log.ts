import { jsonText } from "@/lib/domain/runs/execution/history";
import type { LogLine } from "@/lib/domain/runs/execution/plan";
import { scrub } from "@/lib/infra/log/scrub";
import { scrubText } from "@/lib/infra/log/scrub-text";

const LINES_MAX = 200;
const CHARACTERS_MAX = 16_384;
const MESSAGE_MAX = 1000;

/**
 * The log of one attempt: at most 200 lines and 16 KB, secrets hidden by name and by form. What is over is dropped, and
 * the last line says so.
 */
export const stepLog = (attempt: number, now: () => Date) => {
  const lines: LogLine[] = [];
  let left = CHARACTERS_MAX;
  let isFull = false;
  const put = (message: string, data?: unknown) =>
    lines.push({ at: now().toISOString(), attempt, message, ...(data !== undefined && { data }) });
  const log = (message: string, data?: unknown) => {
    if (isFull) return;
    const clean = scrubText(String(message)).slice(0, MESSAGE_MAX).toWellFormed();
    const safe: unknown = data === undefined ? undefined : JSON.parse(jsonText(scrub(data)));
    left -= clean.length + (safe === undefined ? 0 : jsonText(safe).length) + 60;
    isFull = left < 0 || lines.length >= LINES_MAX - 1;
    if (isFull) put("Further lines were left out.");
    else put(clean, safe);
  };
  return { log, lines };
};
