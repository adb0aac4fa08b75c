"use client";

import { X } from "lucide-react";
import { triggerTitle } from "@/app/_ui/canvas/graph";
import { StepIcon } from "@/app/_ui/canvas/step-icon";
import { Button } from "@/app/_ui/controls/button";
import type { JsonSchema } from "@/app/_ui/expression/known";
import { Select } from "@/app/_ui/form/select";
import { JsonForm } from "@/app/_ui/json-form/json-form";
import { Labelled } from "@/app/_ui/json-form/labelled";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { SchedulePreview } from "@/app/(dashboard)/workflows/[id]/editor/schedule-preview";
import { useTriggerChoice } from "@/app/(dashboard)/workflows/[id]/editor/use-trigger-choice";
import { WebhookFacts } from "@/app/(dashboard)/workflows/[id]/editor/webhook-facts";

const HELP: Record<string, string> = {
  webhook:
    "Another system posts to an address of ours. In expressions: trigger.body, trigger.headers.",
  manual: "Somebody fills in a form and starts it. In expressions: trigger.input.",
  event: "An event of this company, sent over the API. In expressions: trigger.event.",
  schedule: "At times you choose. In expressions: trigger.scheduledAt.",
  polling: "Steward asks another system again and again and starts once for each new item.",
  workflow: "When a run of another workflow ends. In expressions: trigger.run.",
};

/** What starts the workflow: its kind, and the form of that kind. */
export const TriggerInspector = ({ onClose }: { onClose: () => void }) => {
  const { document, triggers, mayWrite } = useEditor();
  const trigger = (document.trigger ?? {}) as Record<string, unknown>;
  const type = typeof trigger.type === "string" ? trigger.type : "";
  const kind = triggers.find((one) => one.type === type);
  const choose = useTriggerChoice(trigger);
  return (
    <>
      <header className="flex items-center gap-2.5">
        <span className="grid size-8 shrink-0 place-items-center rounded-md bg-accent-soft text-accent">
          <StepIcon type={type} className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 tabIndex={-1} data-inspector-title className="font-semibold text-lg outline-none">
            {triggerTitle(type)}
          </h2>
          <p className="text-muted text-xs">Trigger</p>
        </div>
        <Button look="quiet" size="icon" aria-label="Close the trigger" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="grid gap-4 pt-4">
        <Labelled label="What starts it" path={["trigger", "type"]} help={HELP[type]}>
          {(wiring) => (
            <Select
              look="field"
              {...wiring}
              disabled={!mayWrite}
              value={type}
              onChange={({ target }) => choose(target.value)}
            >
              {!kind && <option value={type}>Choose</option>}
              {triggers.map((one) => (
                <option key={one.type} value={one.type}>
                  {triggerTitle(one.type)}
                </option>
              ))}
            </Select>
          )}
        </Labelled>
        {kind && (
          <JsonForm schema={kind.inputSchema as JsonSchema} path={["trigger"]} value={trigger} />
        )}
        {type === "schedule" && (
          <SchedulePreview
            cron={String(trigger.cron ?? "")}
            timeZone={String(trigger.timeZone ?? "UTC")}
          />
        )}
        {type === "webhook" && <WebhookFacts />}
      </div>
    </>
  );
};
