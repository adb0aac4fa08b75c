import { z } from "zod";
import { Currency, Industry, TenantName, TimeZone } from "@/lib/domain/tenants/schema";

const Step = z.enum(["company", "source", "workflow", "watch"]);
export type Step = z.infer<typeof Step>;

const Item = z.enum(["account", "webhook", "publish", "run", "invite"]);
export type Item = z.infer<typeof Item>;

/** Where a company's events come from; "samples" tries without any. */
export const Source = z.enum(["shopify", "stripe", "generic", "samples"]);
export type Source = z.infer<typeof Source>;

/** What a person does in the wizard and with the checklist. Items tick themselves, from what happened. */
const PersonEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["finish", "skip", "open"]), step: Step }),
  z.strictObject({
    type: z.literal("pick"),
    picked: z.strictObject({ source: Source.optional(), workflowId: z.uuid().optional() }),
  }),
  z.strictObject({ type: z.enum(["leave", "return", "dismiss", "recall", "celebrate"]) }),
]);

/** Applied in order, all or none. An event that was applied before, or comes from a tab that is behind, changes nothing. */
export const OnboardingEvents = z.strictObject({ events: z.array(PersonEvent).min(1).max(5) });
export type OnboardingEvents = z.infer<typeof OnboardingEvents>;

export const CompanyStep = z.strictObject({
  name: TenantName,
  industry: Industry,
  timeZone: TimeZone,
  currency: Currency,
});
export type CompanyStep = z.infer<typeof CompanyStep>;

/** `values` by the names of the template's needs, as at its installation. */
export const WorkflowStep = z.strictObject({
  template: z.string().min(1).max(60),
  values: z.record(z.string(), z.string().max(2000)).default({}),
});
export type WorkflowStep = z.infer<typeof WorkflowStep>;

/**
 * How far the person has come in this tenant. `at` is where the wizard goes on, "end" when it is through; `left` when it was
 * put aside. `items` is the checklist; `isComplete` stays true once it was. `celebrate` until the person has seen it.
 */
export const Onboarding = z.object({
  version: z.int(),
  rev: z.int(),
  at: z.union([Step, z.literal("end")]),
  left: z.boolean(),
  steps: z.array(z.object({ id: Step, mark: z.enum(["open", "done", "skipped"]) })),
  picked: z.object({
    source: Source.optional(),
    template: z.string().optional(),
    workflowId: z.uuid().optional(),
  }),
  items: z.array(z.object({ id: Item, isDone: z.boolean() })).max(5),
  isComplete: z.boolean(),
  isDismissed: z.boolean(),
  celebrate: z.boolean(),
});
export type Onboarding = z.infer<typeof Onboarding>;
