"use client";

import dynamic from "next/dynamic";

/** Each step is loaded when it is its turn. */
export const CompanyStep = dynamic(async () => {
  const { CompanyStep: Loaded } = await import("@/app/(dashboard)/welcome/company-step");
  return Loaded;
});

export const SourceStep = dynamic(async () => {
  const { SourceStep: Loaded } = await import("@/app/(dashboard)/welcome/source-step");
  return Loaded;
});

export const WorkflowStep = dynamic(async () => {
  const { WorkflowStep: Loaded } = await import("@/app/(dashboard)/welcome/workflow-step");
  return Loaded;
});

export const WatchStep = dynamic(async () => {
  const { WatchStep: Loaded } = await import("@/app/(dashboard)/welcome/watch-step");
  return Loaded;
});
