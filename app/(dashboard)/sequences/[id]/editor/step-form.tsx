"use client";

import { BoundText } from "@/app/(dashboard)/sequences/[id]/editor/bound";
import { at } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";
import { MailForm } from "@/app/(dashboard)/sequences/[id]/editor/mail-form";
import { WhenField } from "@/app/(dashboard)/sequences/[id]/editor/when-field";

/** The form of one step. */
export const StepForm = ({ index }: { index: number }) => {
  const { draft } = useEditor();
  const path = ["steps", index] as const;
  if (at(draft, [...path, "type"]) !== "wait") return <MailForm index={index} />;
  return (
    <div className="grid gap-4">
      <BoundText
        path={[...path, "event"]}
        label="Wait for the event"
        placeholder="order.paid"
        help="Sent to POST /api/v1/events; people are found by user id or address."
      />
      <BoundText path={[...path, "if"]} label="Only when" optional help={CONDITION} />
      <WhenField path={[...path, "until"]} label="Go on without it" />
      <BoundText
        path={[...path, "key"]}
        label="Key"
        help="Names the step in logs; never changes."
      />
    </div>
  );
};

const CONDITION = "Such as event.total > 100; judged when the event comes.";
