import { condition } from "@/lib/domain/workflows/steps/condition";
import { delay } from "@/lib/domain/workflows/steps/delay";
import { emailSend } from "@/lib/domain/workflows/steps/email-send";
import { forEach } from "@/lib/domain/workflows/steps/for-each";
import { httpRequest } from "@/lib/domain/workflows/steps/http-request";
import { notify } from "@/lib/domain/workflows/steps/notify";
import { parallel } from "@/lib/domain/workflows/steps/parallel";
import type { StepKind } from "@/lib/domain/workflows/steps/step-kind";
import { stop } from "@/lib/domain/workflows/steps/stop";
import { switchStep } from "@/lib/domain/workflows/steps/switch";
import { transform } from "@/lib/domain/workflows/steps/transform";
import { approval } from "@/lib/domain/workflows/steps/waiting/approval";
import { eventWait } from "@/lib/domain/workflows/steps/waiting/event-wait";
import { workflowRun } from "@/lib/domain/workflows/steps/waiting/workflow-run";

/** Every step kind, one line each. Validation, the interpreter and the editor follow from this list. */
const KINDS = [
  condition,
  switchStep,
  parallel,
  forEach,
  stop,
  transform,
  httpRequest,
  emailSend,
  notify,
  delay,
  eventWait,
  approval,
  workflowRun,
];

export const stepKinds: Readonly<Record<string, StepKind>> = Object.fromEntries(
  KINDS.map((kind) => [kind.type, kind]),
);
