import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Page } from "@/app/_ui/frame/page";
import { visit } from "@/app/(dashboard)/visit";
import { NothingToWatch, WorkflowThere } from "@/app/(dashboard)/welcome/detours";
import { End } from "@/app/(dashboard)/welcome/end";
import { firstWorkflows } from "@/app/(dashboard)/welcome/offers";
import {
  CompanyStep,
  SourceStep,
  WatchStep,
  WorkflowStep,
} from "@/app/(dashboard)/welcome/on-demand";
import { watched } from "@/app/(dashboard)/welcome/watched";
import { Wizard } from "@/app/(dashboard)/welcome/wizard";
import { HookPanel } from "@/app/(dashboard)/workflows/[id]/hook-panel";
import { leadOnboarding } from "@/lib/domain/onboarding/get";
import type { Onboarding } from "@/lib/domain/onboarding/schema";
import { readSamples } from "@/lib/domain/samples/read";

export const metadata: Metadata = { title: "Set up" };

/** The wizard at the step the person's state says, on whatever device. It leads admins and owners; others go home. */
export default async function WelcomePage() {
  const { caller, tenant } = await visit();
  const onboarding = await leadOnboarding(caller);
  if (!onboarding) redirect("/");
  const { at, steps } = onboarding;
  return (
    <Page
      crumbs={[{ title: "Set up" }]}
      title={`Set up ${tenant.name}`}
      summary="Four short steps. Everything is kept, and you can go on later from any device."
    >
      {at === "end" ? (
        <End steps={steps} />
      ) : (
        <Wizard onboarding={onboarding} step={at}>
          <Step onboarding={onboarding} />
        </Wizard>
      )}
    </Page>
  );
}

const Step = async ({ onboarding: { at, picked } }: { onboarding: Onboarding }) => {
  const { caller, me, tenant } = await visit();
  if (at === "company") return <CompanyStep company={tenant} />;
  if (at === "source") {
    const samples = await readSamples(caller);
    const industry = tenant.industry ?? "commerce";
    return <SourceStep picked={picked.source} industry={industry} samples={samples} />;
  }
  const subject = await watched(caller, picked);
  if (at === "workflow") {
    if (subject && !subject.isSample) return <WorkflowThere name={subject.name} id={subject.id} />;
    const offers = firstWorkflows({ industry: tenant.industry, source: picked.source });
    return <WorkflowStep offers={offers} email={me.user.email} timeZone={tenant.timeZone} />;
  }
  if (!subject) return <NothingToWatch />;
  const { hook, runId, sample, ...workflow } = subject;
  return (
    <div className="grid grid-cols-1 gap-6">
      <WatchStep workflow={workflow} runId={runId} sample={sample} />
      {hook && !workflow.isSample && <HookPanel hook={hook} mayWrite />}
    </div>
  );
};
