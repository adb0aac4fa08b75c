"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef } from "react";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

/** Reads the page again when a save changed what stands around the editor: the name or the number of problems. */
export const useRefresh = (workflow: WorkflowDetail) => {
  const router = useRouter();
  const shown = useRef({ name: workflow.name, problems: workflow.problems.length });
  return useCallback(
    ({ name, problems }: WorkflowDetail) => {
      if (name === shown.current.name && problems.length === shown.current.problems) return;
      shown.current = { name, problems: problems.length };
      router.refresh();
    },
    [router],
  );
};
