"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { toast } from "@/app/_ui/frame/toast";
import { Problem, send } from "@/app/_ui/http/send";
import type { Contact } from "@/lib/domain/contacts/schema";
import type { EnrolmentsMade } from "@/lib/domain/sequences/people/schema";

const find = async (email: string): Promise<Contact> => {
  const { data } = await send<{ data: Contact[] }>(
    "GET",
    `/api/v1/contacts?search=${encodeURIComponent(email)}&limit=50`,
  );
  const contact = data.find((one) => one.email === email.toLowerCase());
  if (contact) return contact;
  const message = "There is no contact with this address; add it first.";
  throw new Problem(422, "invalid_input", message, {
    issues: [{ path: "email", code: "unknown_contact", message }],
  });
};

/** Lets one contact enter by hand. */
export const EnrolButton = ({ id }: { id: string }) => {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const enrol = async (data: FormData) => {
    const contact = await find(text(data, "email"));
    const body = { sequenceId: id, contactIds: [contact.id] };
    const { entered } = await send<EnrolmentsMade>("POST", "/api/v1/enrolments", { body });
    if (entered.length > 0) toast.success(`${contact.email} has entered`);
    else toast.error(`${contact.email} is inside already, or was before and may not enter again`);
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden />
        Let somebody enter
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Let somebody enter"
        summary="The first mail goes when its time has come; consent and caps count as for everybody."
      >
        <Form onSubmit={enrol} label="Let somebody enter">
          {({ pending, problemOf }) => (
            <>
              <TextField
                label="Address of a contact"
                name="email"
                type="email"
                autoComplete="off"
                required
                problem={problemOf("email")}
              />
              <DialogActions>
                <Button onClick={() => setOpen(false)}>Cancel</Button>
                <Button type="submit" look="primary" pending={pending}>
                  Let in
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      </Dialog>
    </>
  );
};
