import { route } from "@/lib/api/route";
import { listStepKinds } from "@/lib/domain/workflows/step-kinds/list";
import { StepKindList } from "@/lib/domain/workflows/step-kinds/schema";

export const GET = route(
  { summary: "List the step kinds and triggers", access: "workflows:read", output: StepKindList },
  async () => listStepKinds(),
);
