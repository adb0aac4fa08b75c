import type { Caller } from "@/lib/core/caller";
import { advance, readPlace } from "@/lib/domain/onboarding/advance";
import { viewOf, whoOf } from "@/lib/domain/onboarding/get";
import type { CompanyStep, Onboarding, OnboardingEvents } from "@/lib/domain/onboarding/schema";
import { updateTenant } from "@/lib/domain/tenants/update";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Applies what a person did; returns where that leads. Throws forbidden for keys. */
export const moveOnboarding = (caller: Caller, { events }: OnboardingEvents): Promise<Onboarding> =>
  asTenant(caller, async (tx) => viewOf(await advance(tx, whoOf(caller), events)));

/** Saves what the first step asks for, in the tenant, and goes on. */
export const saveCompany = (caller: Caller, company: CompanyStep): Promise<Onboarding> =>
  asTenant(caller, async (tx) => {
    await updateTenant(caller, caller.tenantId, company);
    return viewOf(await advance(tx, whoOf(caller), [{ type: "finish", step: "company" }]));
  });

/**
 * Makes the first workflow with `install` and goes on; a step that has its workflow already makes none. The person's
 * state is locked meanwhile, so two tabs make one. Runs in one transaction with what `install` does.
 */
export const chooseWorkflow = (
  caller: Caller,
  template: string,
  install: () => Promise<{ workflowId: string }>,
): Promise<Onboarding> =>
  asTenant(caller, async (tx) => {
    const who = whoOf(caller);
    const place = await readPlace(tx, who, true);
    if (place.state.marks.workflow === "done" && place.state.picked.workflowId)
      return viewOf(place);
    const { workflowId } = await install();
    return viewOf(
      await advance(tx, who, [
        { type: "pick", picked: { template, workflowId } },
        { type: "finish", step: "workflow" },
      ]),
    );
  });
