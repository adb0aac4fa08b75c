"use client";

import { useCallback, useRef } from "react";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";

const BEGINS: Record<string, Record<string, unknown>> = {
  webhook: { provider: "generic" },
  manual: { fields: [] },
  event: { name: "" },
  schedule: { cron: "0 9 * * 1-5" },
  polling: { url: "", every: "5m" },
  workflow: { workflowId: "", on: ["succeeded"] },
};

/** Changes the kind of a trigger; what an earlier kind had comes back with it. */
export const useTriggerChoice = (trigger: Record<string, unknown>) => {
  const { set } = useEditor();
  const kept = useRef<Record<string, Record<string, unknown>>>({});
  return useCallback(
    (type: string) => {
      if (typeof trigger.type === "string") kept.current[trigger.type] = trigger;
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const fresh = { type, ...BEGINS[type], ...(type === "schedule" && { timeZone: zone }) };
      set(["trigger"], kept.current[type] ?? fresh);
    },
    [trigger, set],
  );
};
