"use client";

import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";
import { pendingMail } from "@/app/(auth)/pending-mail";

const WAIT_S = 60;

/** Where the mail went, and another one after a minute. */
export const CheckMail = () => {
  const [pending, setPending] = useState<ReturnType<typeof pendingMail.read>>();
  const [left, setLeft] = useState(WAIT_S);
  useEffect(() => {
    const known = pendingMail.read();
    setPending(known);
    if (!known.email) setLeft(0);
  }, []);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  const resend = async (data: FormData) => {
    const known = pendingMail.read();
    const now = { ...known, email: known.email || text(data, "email") };
    await send("POST", "/api/auth/resend", { body: now });
    pendingMail.write(now);
    setPending(now);
    setLeft(WAIT_S);
  };
  if (!pending) return <div className="h-24" />;
  const { email } = pending;
  return (
    <Form onSubmit={resend} label="Send the mail again">
      {({ pending: sending, problemOf }) => (
        <>
          {email ? (
            <p role="status">
              A mail with a link is on its way to <strong className="font-semibold">{email}</strong>
              . Open the link to go on. If nothing arrives within a minute, look into the spam
              folder.
            </p>
          ) : (
            <TextField
              label="E-mail"
              name="email"
              type="email"
              autoComplete="username"
              required
              problem={problemOf("email")}
            />
          )}
          <Button type="submit" size="large" pending={sending} disabled={left > 0}>
            {left > 0 ? (
              <span className="tabular">Send again in {left} s</span>
            ) : (
              "Send the mail again"
            )}
          </Button>
        </>
      )}
    </Form>
  );
};
