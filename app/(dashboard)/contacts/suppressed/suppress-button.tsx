"use client";

import { MailX } from "lucide-react";
import { TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { FormButton } from "@/app/_ui/form/form-button";
import { send } from "@/app/_ui/http/send";

/** Puts an address on the list by hand. */
export const SuppressButton = () => {
  const suppress = async (data: FormData) => {
    const email = text(data, "email");
    await send("POST", "/api/v1/suppressions", { body: { email, detail: text(data, "detail") } });
    return `Nothing more is sent to ${email}`;
  };
  return (
    <FormButton
      icon={<MailX aria-hidden />}
      title="Suppress an address"
      summary="From now on no sequence writes to it. Mails that answer something the person does still come."
      submit="Suppress"
      send={suppress}
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
            label="Why"
            name="detail"
            optional
            maxLength={500}
            placeholder="Asked by phone"
            problem={problemOf("detail")}
          />
        </>
      )}
    </FormButton>
  );
};
