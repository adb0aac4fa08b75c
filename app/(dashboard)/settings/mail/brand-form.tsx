"use client";

import { SelectField, TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { SavedForm } from "@/app/_ui/form/saved-form";
import { send } from "@/app/_ui/http/send";
import type { Brand } from "@/lib/domain/tenants/brand/schema";

type Props = { brand: Brand; company: string; disabled: boolean };

/** Who writes the company's mails, and how they look. */
export const BrandForm = ({ brand, company, disabled }: Props) => {
  const save = async (data: FormData) => {
    const names = ["name", "logo", "accent", "address", "replyTo", "locale"];
    await send("PUT", "/api/v1/brand", {
      body: Object.fromEntries(names.map((name) => [name, text(data, name)])),
    });
  };
  return (
    <SavedForm label="Sender" save={save} disabled={disabled}>
      {(problemOf) => (
        <>
          {disabled && <p className="text-muted">Only admins and owners change the sender.</p>}
          <TextField
            label="Postal address"
            name="address"
            autoComplete="off"
            maxLength={300}
            defaultValue={brand.address}
            help="On one line, as on a letter. The law asks for it in every mail that people can opt out of: set it before you publish a sequence."
            problem={problemOf("address")}
          />
          <TextField
            label="Sender"
            name="name"
            optional
            maxLength={80}
            placeholder={company}
            defaultValue={brand.name}
            problem={problemOf("name")}
          />
          <TextField
            label="Text at the head"
            name="logo"
            optional
            maxLength={40}
            placeholder={brand.name || company}
            defaultValue={brand.logo}
            problem={problemOf("logo")}
          />
          <TextField
            label="Answers go to"
            name="replyTo"
            type="email"
            optional
            autoComplete="off"
            placeholder="help@company.com"
            defaultValue={brand.replyTo}
            problem={problemOf("replyTo")}
          />
          <TextField
            label="Colour of links and buttons"
            name="accent"
            type="color"
            defaultValue={brand.accent}
            help="Made darker or lighter in a mail as far as it must be to be read."
            problem={problemOf("accent")}
          />
          <SelectField
            label="Language"
            name="locale"
            defaultValue={brand.locale}
            help="Of our words in mails to people whose language is not known."
            problem={problemOf("locale")}
          >
            <option value="en">English</option>
            <option value="de">Deutsch</option>
          </SelectField>
        </>
      )}
    </SavedForm>
  );
};
