import { condition } from "@/lib/domain/workflows/steps/condition";
import { delay } from "@/lib/domain/workflows/steps/delay";
import { emailSend } from "@/lib/domain/workflows/steps/email-send";
import { httpRequest } from "@/lib/domain/workflows/steps/http-request";
import type { StepKind } from "@/lib/domain/workflows/steps/step-kind";
import { transform } from "@/lib/domain/workflows/steps/transform";

/** Every step kind, one line each. Validation, the interpreter and the editor follow from this list. */
const KINDS = [condition, transform, httpRequest, emailSend, delay];

export const stepKinds: Readonly<Record<string, StepKind>> = Object.fromEntries(
  KINDS.map((kind) => [kind.type, kind]),
);
