import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { Onboarding } from "@/lib/domain/onboarding/schema";
import { listRuns } from "@/lib/domain/runs/list";
import { readSamples } from "@/lib/domain/samples/read";
import { getTemplate } from "@/lib/domain/templates/read";
import { getWorkflow } from "@/lib/domain/workflows/get";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

type Watched = {
  id: string;
  name: string;
  isSample: boolean;
  hook: WorkflowDetail["hook"];
  runId: string | undefined;
  sample: Record<string, unknown> | undefined;
};

/** Undefined for what is gone meanwhile. */
const unlessGone = async <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return undefined;
    throw error;
  });

const sampleOf = async (template: string | undefined) =>
  template && (await unlessGone(Promise.resolve().then(() => getTemplate(template).sample)));

/** The workflow of the wizard: the chosen one while it is live, else the sample, with its newest run. */
export const watched = async (
  caller: Caller,
  { workflowId, template }: Onboarding["picked"],
): Promise<Watched | undefined> => {
  const own = workflowId && (await unlessGone(getWorkflow(caller, workflowId)));
  const isOwn = own && own.status === "live";
  const { workflow: sample } = isOwn ? { workflow: null } : await readSamples(caller);
  const subject = isOwn ? own : sample && (await unlessGone(getWorkflow(caller, sample.id)));
  if (!subject) return undefined;
  const { data } = await listRuns(caller, { limit: 1, workflowId: subject.id });
  return {
    id: subject.id,
    name: subject.name,
    isSample: !isOwn,
    hook: subject.hook,
    runId: data[0]?.id,
    sample: (isOwn && (await sampleOf(template))) || undefined,
  };
};
