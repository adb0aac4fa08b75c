"use client";

import { MailX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { toast } from "@/app/_ui/frame/toast";
import { send } from "@/app/_ui/http/send";

/** Puts an address on the list by hand. */
export const SuppressButton = () => {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const suppress = async (data: FormData) => {
    const email = text(data, "email");
    await send("POST", "/api/v1/suppressions", { body: { email, detail: text(data, "detail") } });
    toast.success(`Nothing more is sent to ${email}`);
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <MailX aria-hidden />
        Suppress an address
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Suppress an address"
        summary="From now on no sequence writes to it. Mails that answer something the person does still come."
      >
        <Form onSubmit={suppress} label="Suppress an address">
          {({ pending, problemOf }) => (
            <>
              <TextField
                label="E-mail"
                name="email"
                type="email"
                autoComplete="off"
                required
                problem={problemOf("email")}
              />
              <TextField
                label="Why"
                name="detail"
                optional
                maxLength={500}
                placeholder="Asked by phone"
                problem={problemOf("detail")}
              />
              <DialogActions>
                <Button onClick={() => setOpen(false)}>Cancel</Button>
                <Button type="submit" look="primary" pending={pending}>
                  Suppress
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      </Dialog>
    </>
  );
};
