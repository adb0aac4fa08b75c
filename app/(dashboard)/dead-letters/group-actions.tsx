"use client";

import { RotateCcw, Trash2, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useBulkAction } from "@/app/_ui/bulk/bulk-progress";
import { Button } from "@/app/_ui/controls/button";
import { toast } from "@/app/_ui/frame/toast";
import type { LetterState } from "@/lib/domain/dead-letters/schema";

const LetterDialog = dynamic(() =>
  import("@/app/(dashboard)/dead-letters/letter-dialog").then((file) => file.LetterDialog),
);

type Props = {
  state: LetterState;
  /** Which letters, in the words of the API. */
  filter: { all?: boolean; group?: string; workflowId?: string };
  /** Everything that is shown, or one row of it. */
  scope: "all" | "row";
};

/** Redrive or discard many letters by what they have in common; each shows first how many are meant. */
export const GroupActions = ({ state, filter, scope }: Props) => {
  const [wish, setWish] = useState<"redrive" | "discard" | "restore">();
  const [, follow] = useBulkAction();
  const size = scope === "row" ? "small" : "normal";
  const all = scope === "all" ? " all" : "";
  return (
    <>
      {state === "open" && (
        <>
          <Button size={size} onClick={() => setWish("discard")}>
            <Trash2 aria-hidden />
            Discard{all}
          </Button>
          <Button
            size={size}
            look={scope === "all" ? "primary" : "plain"}
            onClick={() => setWish("redrive")}
          >
            <RotateCcw aria-hidden />
            Redrive{all}
          </Button>
        </>
      )}
      {state === "discarded" && (
        <Button size={size} onClick={() => setWish("restore")}>
          <Undo2 aria-hidden />
          Open{all} again
        </Button>
      )}
      {wish && (
        <LetterDialog
          wish={wish}
          chosen={{ filter }}
          onClose={() => setWish(undefined)}
          onStarted={(action) => {
            setWish(undefined);
            if (action) void follow(action.id);
            else toast.success("Nothing was left to do");
          }}
        />
      )}
    </>
  );
};
