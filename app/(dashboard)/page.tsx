import type { Metadata } from "next";
import { Suspense } from "react";
import { ButtonLink } from "@/app/_ui/controls/button";
import { BlockSkeleton, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";
import { FailuresPanel } from "@/app/(dashboard)/home/failures-panel";
import { DurationPanel, TodayPanels } from "@/app/(dashboard)/home/figures";
import { NextStep } from "@/app/(dashboard)/home/next-step";
import { Recommended } from "@/app/(dashboard)/home/recommended";
import { RunsChart } from "@/app/(dashboard)/home/runs-chart";
import { samplesHere } from "@/app/(dashboard)/home/start/samples-here";
import { Start } from "@/app/(dashboard)/home/start/start";
import { visit } from "@/app/(dashboard)/visit";
import { standing } from "@/lib/domain/home/standing";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const { caller, tenant, can } = await visit();
  const [state, samples] = await Promise.all([standing(caller), samplesHere()]);
  const mayTry = !samples.workflow && can("workflows:publish");
  return (
    <Page
      crumbs={[{ title: "Home" }]}
      title={tenant.name}
      summary="What ran today, and what needs a look."
      actions={
        state.hasRuns && (
          <ButtonLink look="primary" href="/workflows/new">
            New workflow
          </ButtonLink>
        )
      }
    >
      <div className="grid grid-cols-1 gap-6">
        <Start />
        {state.hasRuns ? (
          <Panels />
        ) : (
          <NextStep
            state={state}
            samplesOf={mayTry ? (tenant.industry ?? "commerce") : undefined}
          />
        )}
        <Suspense fallback={null}>
          <Recommended />
        </Suspense>
      </div>
    </Page>
  );
}

const Panels = () => (
  <div className="grid grid-cols-1 gap-6">
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
      <Suspense
        fallback={
          <>
            <BlockSkeleton className="h-[122px]" />
            <BlockSkeleton className="h-[122px]" />
          </>
        }
      >
        <TodayPanels />
      </Suspense>
      <Suspense fallback={<BlockSkeleton className="h-[122px]" />}>
        <DurationPanel />
      </Suspense>
    </div>
    <Suspense fallback={<BlockSkeleton className="h-[318px]" />}>
      <RunsChart />
    </Suspense>
    <Suspense fallback={<TableSkeleton rows={3} />}>
      <FailuresPanel />
    </Suspense>
  </div>
);
