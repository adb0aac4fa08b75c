"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";

export const ForgotForm = ({ next }: { next: string }) => {
  const [sent, setSent] = useState<string>();
  if (sent) {
    return (
      <p role="status">
        If there is an account for <strong className="font-semibold">{sent}</strong>, a mail with a
        link is on its way. The link works for one hour.
      </p>
    );
  }
  const ask = async (data: FormData) => {
    const email = text(data, "email");
    await send("POST", "/api/auth/forgot", { body: { email, next } });
    setSent(email);
  };
  return (
    <Form onSubmit={ask} label="Ask for a link">
      {({ pending, problemOf }) => (
        <>
          <TextField
            label="E-mail"
            name="email"
            type="email"
            inputMode="email"
            autoComplete="username"
            required
            problem={problemOf("email")}
          />
          <Button type="submit" look="primary" size="large" pending={pending}>
            Send the link
          </Button>
        </>
      )}
    </Form>
  );
};
