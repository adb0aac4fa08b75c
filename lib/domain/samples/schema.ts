import { z } from "zod";
import { Industry } from "@/lib/domain/tenants/schema";

export const SampleWish = z.strictObject({ industry: Industry });
export type SampleWish = z.infer<typeof SampleWish>;

/** The sample workflow of the tenant, null when there is none, and its newest runs, oldest first. */
export const Samples = z.object({
  workflow: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  runIds: z.array(z.uuid()).max(20),
});
export type Samples = z.infer<typeof Samples>;

export const SamplesRemoved = z.object({ workflows: z.int(), runs: z.int() });
export type SamplesRemoved = z.infer<typeof SamplesRemoved>;
