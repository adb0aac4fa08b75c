import { reEngagement } from "@/lib/domain/sequences/built-in/re-engagement";
import { trialEnding } from "@/lib/domain/sequences/built-in/trial-ending";
import { usageReport } from "@/lib/domain/sequences/built-in/usage-report";
import { welcome } from "@/lib/domain/sequences/built-in/welcome";
import { workflowFailing } from "@/lib/domain/sequences/built-in/workflow-failing";

/** Every sequence of ours. A house gets them with its first event. */
export const builtIns = [welcome, reEngagement, trialEnding, workflowFailing, usageReport];
