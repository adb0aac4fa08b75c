"use client";

import dynamic from "next/dynamic";

/** Only companies that begin load what helps them begin. */
export const Checklist = dynamic(async () => {
  const { Checklist: Loaded } = await import("@/app/(dashboard)/home/start/checklist");
  return Loaded;
});

export const SampleNote = dynamic(async () => {
  const { SampleNote: Loaded } = await import("@/app/(dashboard)/home/start/sample-note");
  return Loaded;
});
