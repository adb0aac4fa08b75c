import { z } from "zod";
import { route } from "@/lib/api/route";
import { TestStepInput, TestStepResult } from "@/lib/domain/workflows/schema";
import { testStep } from "@/lib/domain/workflows/test-step";

const params = z.object({ id: z.uuid() });

export const POST = route(
  // A trial is a question; nothing of it is stored, so a repeated one is simply asked again.
  {
    summary: "Try one step of the draft",
    access: "workflows:write",
    params,
    body: TestStepInput,
    output: TestStepResult,
    idempotency: "none",
  },
  ({ caller, params, body }) => testStep(caller, params.id, body),
);
