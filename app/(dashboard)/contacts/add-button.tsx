"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { toast } from "@/app/_ui/frame/toast";
import { send } from "@/app/_ui/http/send";
import { ConsentOptions } from "@/app/(dashboard)/contacts/contacts-page";
import type { Contact } from "@/lib/domain/contacts/schema";

/** Adds somebody by hand, or changes the contact with that address. */
export const AddButton = () => {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const add = async (data: FormData) => {
    const [name, basis] = [text(data, "name"), text(data, "basis")];
    const contact = await send<Contact>("POST", "/api/v1/contacts", {
      body: {
        email: text(data, "email"),
        locale: text(data, "locale"),
        ...(name && { name }),
        ...(basis && { consent: { basis, text: "entered by hand" } }),
      },
    });
    toast.success(`${contact.email} is among the contacts`);
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden />
        Add a contact
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Add a contact"
        summary="An address that is known already takes over what you enter."
      >
        <Form onSubmit={add} label="Add a contact">
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
                label="Name"
                name="name"
                autoComplete="off"
                optional
                maxLength={200}
                problem={problemOf("name")}
              />
              <SelectField label="Language" name="locale" defaultValue="en">
                <option value="en">English</option>
                <option value="de">German</option>
              </SelectField>
              <SelectField
                label="Ground for marketing"
                name="basis"
                defaultValue=""
                help="Stored with the time; the law asks you to be able to show it."
                problem={problemOf("consent.basis")}
              >
                <ConsentOptions />
              </SelectField>
              <DialogActions>
                <Button onClick={() => setOpen(false)}>Cancel</Button>
                <Button type="submit" look="primary" pending={pending}>
                  Add
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      </Dialog>
    </>
  );
};
