"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { Form } from "@/app/_ui/form/form";
import { toast } from "@/app/_ui/frame/toast";

type Props = {
  icon: ReactNode;
  title: string;
  summary: string;
  /** What the form's own button says. */
  submit: string;
  /** Sends what was entered; answers what is said when it is done. */
  send: (data: FormData) => Promise<string>;
  children: (problemOf: (name: string) => string | undefined) => ReactNode;
};

/** A page's main command that asks for a few fields first. Once it is done the page shows what changed. */
export const FormButton = ({ icon, title, summary, submit, send, children }: Props) => {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const finish = async (data: FormData) => {
    toast.success(await send(data));
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        {icon}
        {title}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={title} summary={summary}>
        <Form onSubmit={finish} label={title}>
          {({ pending, problemOf }) => (
            <>
              {children(problemOf)}
              <DialogActions>
                <Button onClick={() => setOpen(false)}>Cancel</Button>
                <Button type="submit" look="primary" pending={pending}>
                  {submit}
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      </Dialog>
    </>
  );
};
