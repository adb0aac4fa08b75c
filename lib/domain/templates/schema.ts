import { z } from "zod";
import { Industry } from "@/lib/domain/tenants/schema";

/** Asked for at install. An address of another system is its base, without a slash at its end; a number is decimal text. */
export const Need = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(["url", "email", "text", "number", "time zone"]),
  help: z.string().optional(),
  default: z.string().optional(),
});
export type Need = z.infer<typeof Need>;

const TriggerType = z.enum(["webhook", "manual", "event", "schedule"]);

/** `uses` are systems it works with, such as shopify; `popularity` runs from 1 (rarely wanted) to 5. */
export const TemplateItem = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  outcome: z.string(),
  industries: z.array(Industry).min(1),
  uses: z.array(z.string()),
  popularity: z.int().min(1).max(5),
  trigger: z.record(z.string(), z.unknown()),
  needs: z.array(Need),
});
export type TemplateItem = z.infer<typeof TemplateItem>;

/**
 * `document` is the workflow as it is installed when nothing but defaults is given; `sample` is a body, an event's data or
 * a form that starts it for trying (`POST /workflows/:id/run`).
 */
export const TemplateDetail = TemplateItem.extend({
  document: z.record(z.string(), z.unknown()),
  sample: z.record(z.string(), z.unknown()),
});
export type TemplateDetail = z.infer<typeof TemplateDetail>;

export const TemplateQuery = z.object({
  search: z.string().max(120).optional(),
  industry: Industry.optional(),
  trigger: TriggerType.optional(),
});
export type TemplateQuery = z.infer<typeof TemplateQuery>;

export const TemplateList = z.object({ data: z.array(TemplateItem) });

/** `values` by the names of `needs`. With `publish` every value must be there; without, what is missing is a problem of the draft. */
export const InstallInput = z.strictObject({
  values: z.record(z.string(), z.string().max(2000)).default({}),
  publish: z.boolean().default(false),
});
export type InstallInput = z.infer<typeof InstallInput>;

/** `version` is null for a draft. */
export const Installed = z.object({
  workflowId: z.uuid(),
  version: z.int().nullable(),
  hooks: z.array(z.object({ id: z.uuid(), url: z.string(), scheme: z.string() })),
  problems: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});
export type Installed = z.infer<typeof Installed>;
