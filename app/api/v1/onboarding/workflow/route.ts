import { installTemplate } from "@/app/api/v1/templates/[id]/install/install";
import { route } from "@/lib/api/route";
import { chooseWorkflow } from "@/lib/domain/onboarding/move";
import { Onboarding, WorkflowStep } from "@/lib/domain/onboarding/schema";

/** Needs what installing and publishing a template needs; keys have no onboarding. Repeated, it installs nothing more. */
export const POST = route(
  {
    summary: "Publish a template as your first workflow",
    access: "onboarding:use",
    body: WorkflowStep,
    output: Onboarding,
  },
  ({ caller, body: { template, values } }) =>
    chooseWorkflow(caller, template, () =>
      installTemplate(caller, template, { values, publish: true }),
    ),
);
