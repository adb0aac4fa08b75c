import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { durationMs, parseInstant } from "@/lib/core/expression/instant";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

const MS_MAX = 366 * 86_400_000;

/** Waits; the run holds nothing meanwhile. A time that has passed does not wait at all. */
export const delay = defineStep({
  type: "delay",
  title: "Delay",
  summary: "Waits for a duration such as 1h30m, or until a time; at most 366 days.",
  group: "wait",
  icon: "hourglass",
  docs: `Waits without holding anything, for a duration (\`for\`: 30s, 10m, 1h30m, 2d) or until a time (\`until\`). A time that has passed
does not wait. At most 366 days.

    until: "{{ trigger.body.departure }}"`,
  input: z
    .strictObject({
      for: z
        .string()
        .refine((text) => (durationMs(text) ?? 0) > 0, "A duration such as 30s, 10m, 1h30m or 2d.")
        .optional()
        .meta({ title: "For", description: "Such as 30s, 10m, 1h30m or 2d." }),
      until: z
        .string()
        .refine((text) => parseInstant(text) !== undefined, "A time such as 2026-01-31T09:30:00Z.")
        .optional()
        .meta({ title: "Until", description: "A time such as 2026-01-31T09:30:00Z." }),
    })
    .refine((input) => (input.for === undefined) !== (input.until === undefined), {
      message: "Give either for or until.",
    })
    .meta({ choices: [["for", "until"]] }),
  output: z.object({ until: z.iso.datetime() }),
  pure: false,
  until: (now, input) => {
    const at = input.until === undefined ? undefined : parseInstant(input.until);
    const ms = at ? at.ms - now.getTime() : (durationMs(input.for ?? "") ?? 0);
    if (ms > MS_MAX) throw new AppError("invalid_input", "A delay is at most 366 days long.");
    return new Date(now.getTime() + ms);
  },
});
