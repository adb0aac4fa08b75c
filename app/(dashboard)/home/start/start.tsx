import { Checklist, SampleNote } from "@/app/(dashboard)/home/start/on-demand";
import { samplesHere } from "@/app/(dashboard)/home/start/samples-here";
import { visit } from "@/app/(dashboard)/visit";
import { leadOnboarding } from "@/lib/domain/onboarding/get";

/** What the beginning needs on home: the checklist for those who set up, and a word about samples. Later nothing. */
export const Start = async () => {
  const { caller, can } = await visit();
  const [onboarding, samples] = await Promise.all([leadOnboarding(caller), samplesHere()]);
  return (
    <>
      {onboarding && (!onboarding.isComplete || onboarding.celebrate) && (
        <Checklist onboarding={onboarding} />
      )}
      {samples.workflow && (
        <SampleNote
          workflow={samples.workflow}
          runs={samples.runIds.length}
          mayRemove={can("workflows:publish")}
        />
      )}
    </>
  );
};
