import type { Caller } from "@/lib/core/caller";
import { derivedId } from "@/lib/core/derived-id";
import { sendSample } from "@/lib/domain/inbound/send-sample";
import { SAMPLES } from "@/lib/domain/samples/catalogue";
import { lockSamples, markSample } from "@/lib/domain/samples/keep";
import { readSamples, samplesIn } from "@/lib/domain/samples/read";
import type { Samples, SampleWish } from "@/lib/domain/samples/schema";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { asTenant } from "@/lib/infra/db/as-tenant";

const publishSample = (caller: Caller, { industry }: SampleWish) =>
  asTenant(caller, async (tx) => {
    await lockSamples(tx);
    const { workflow } = await samplesIn(tx);
    if (workflow) return { workflow, isNew: false };
    const definition = SAMPLES[industry].document;
    const { id, name } = await createWorkflow(caller, { definition });
    await markSample(tx, id, industry);
    await publishWorkflow(caller, id, { note: "Sample" });
    return { workflow: { id, name }, isNew: true };
  });

/**
 * Makes the sample workflow of an industry and sends its data to the workflow's own hook, signed, as a stranger would. Samples
 * that are there stay as they are; data that did not arrive the first time is sent again under the same delivery ids, so that
 * nothing comes twice. Throws conflict and unavailable as sending a sample does.
 */
export const createSamples = async (caller: Caller, wish: SampleWish): Promise<Samples> => {
  const { workflow, isNew } = await publishSample(caller, wish);
  const { runIds } = isNew ? { runIds: [] } : await readSamples(caller);
  const { bodies, document } = SAMPLES[wish.industry];
  const isOfThis = workflow.name === document.name;
  if (!isOfThis || runIds.length >= bodies.length) return { workflow, runIds };
  for (const [index, body] of bodies.entries()) {
    const deliveryId = derivedId(workflow.id, `sample ${index}`);
    await sendSample(caller, workflow.id, { body, deliveryId });
  }
  return readSamples(caller);
};
