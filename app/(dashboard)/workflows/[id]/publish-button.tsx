"use client";

import { Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { TextAreaField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { Problem, send } from "@/app/_ui/http/send";
import { DraftChanges } from "@/app/(dashboard)/workflows/[id]/draft-changes";
import { tellTriggers } from "@/app/(dashboard)/workflows/[id]/tell-triggers";

type Props = {
  workflowId: string;
  problems: number;
  liveVersion: number | null;
  flush: () => Promise<boolean>;
};

/** Makes the draft the live version: says what changes, asks for a note, tells whether the trigger works. */
export const PublishButton = ({ workflowId, problems, liveVersion, flush }: Props) => {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const begin = async () => {
    if (problems > 0) {
      toast.error(
        `${problems} ${problems === 1 ? "problem has" : "problems have"} to be mended before publishing`,
      );
      return;
    }
    await flush();
    setOpen(true);
  };
  const publish = async (data: FormData) => {
    if (!(await flush()))
      throw new Problem(409, "conflict", "The draft could not be saved, so it was not published.");
    const { version } = await send<{ version: number }>(
      "POST",
      `/api/v1/workflows/${workflowId}/publish`,
      { body: { note: text(data, "note") } },
    );
    toast.success(`Version ${version} is live`);
    setOpen(false);
    router.refresh();
    void tellTriggers(workflowId);
  };
  return (
    <>
      <Button
        look="primary"
        aria-disabled={problems > 0}
        title={problems > 0 ? "Mend the problems below first" : undefined}
        onClick={() => void begin()}
      >
        <Zap aria-hidden />
        Publish
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Publish this draft"
        summary="From now on its trigger starts this version. Runs under way finish with the version they began with."
      >
        <Form onSubmit={publish} label="Publish">
          {({ pending, problemOf }) => (
            <>
              {liveVersion !== null && <DraftChanges {...{ workflowId, liveVersion }} />}
              <TextAreaField
                label="What changed"
                name="note"
                optional
                maxLength={500}
                problem={problemOf("note")}
              />
              <DialogActions>
                <Button onClick={() => setOpen(false)}>Cancel</Button>
                <Button type="submit" look="primary" pending={pending}>
                  Publish
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      </Dialog>
    </>
  );
};
