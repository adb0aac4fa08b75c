import { toast } from "sonner";
import { send } from "@/app/_ui/http/send";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

const TRIES = 8;
const PAUSE_MS = 750;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** Waits for the probe that follows publishing and says which trigger does not work and why; silent when all do. */
export const tellTriggers = async (workflowId: string): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await pause();
    const found = await send<WorkflowDetail>("GET", `/api/v1/workflows/${workflowId}`).catch(
      () => undefined,
    );
    if (found?.triggers.some(({ live }) => live === null)) continue;
    const broken = found?.triggers.find(({ live }) => live === false);
    if (broken)
      toast.warning("It is published, but its trigger does not work yet", {
        description: broken.problem?.message,
        duration: 12_000,
      });
    return;
  }
};
