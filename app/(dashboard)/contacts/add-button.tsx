"use client";

import { UserPlus } from "lucide-react";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { FormButton } from "@/app/_ui/form/form-button";
import { send } from "@/app/_ui/http/send";
import { ConsentOptions } from "@/app/(dashboard)/contacts/contacts-page";
import type { Contact } from "@/lib/domain/contacts/schema";

/** Adds somebody by hand, or changes the contact with that address. */
export const AddButton = () => {
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
    return `${contact.email} is among the contacts`;
  };
  return (
    <FormButton
      icon={<UserPlus aria-hidden />}
      title="Add a contact"
      summary="An address that is known already takes over what you enter."
      submit="Add"
      send={add}
    >
      {(problemOf) => (
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
        </>
      )}
    </FormButton>
  );
};
