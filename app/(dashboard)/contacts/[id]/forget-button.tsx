"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ConfirmDialog } from "@/app/_ui/controls/confirm-dialog";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { Contact } from "@/lib/domain/contacts/schema";

/** Forgets a person for good, after the address was typed. */
export const ForgetButton = ({ contact: { id, email } }: { contact: Contact }) => {
  const [open, setOpen] = useState(false);
  const { run } = useCommand();
  const router = useRouter();
  const forget = async () => {
    const done = await run(() => send("DELETE", `/api/v1/contacts/${id}`), {
      done: "The person was forgotten",
      refresh: false,
    });
    if (done) router.push("/contacts");
    return done;
  };
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        Forget
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Forget this person"
        summary="Name, properties, choices, places in sequences and the contents of mails are deleted at once and for good. Only the address stays on the list of those nobody writes to."
        verb="Forget"
        typed={email}
        onConfirm={forget}
      />
    </>
  );
};
