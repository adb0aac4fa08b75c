"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { toast } from "@/app/_ui/frame/toast";
import { send } from "@/app/_ui/http/send";

/** Takes an address off the list; why goes into the audit log. */
export const LiftButton = ({ email }: { email: string }) => {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const lift = async (data: FormData) => {
    await send("POST", "/api/v1/suppressions/lift", { body: { email, why: text(data, "why") } });
    toast.success(`${email} can be written to again`);
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <Button look="quiet" size="small" onClick={() => setOpen(true)}>
        Lift<span className="sr-only"> {email}</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Write to ${email} again`}
        summary="Only do this when the person asked for it: writing to people who objected is against the law."
      >
        <Form onSubmit={lift} label="Lift the suppression">
          {({ pending, problemOf }) => (
            <>
              <TextField
                label="Why"
                name="why"
                required
                minLength={3}
                maxLength={500}
                help="Goes into the audit log with your name."
                problem={problemOf("why")}
              />
              <DialogActions>
                <Button onClick={() => setOpen(false)}>Keep it</Button>
                <Button type="submit" look="danger" pending={pending}>
                  Lift
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      </Dialog>
    </>
  );
};
