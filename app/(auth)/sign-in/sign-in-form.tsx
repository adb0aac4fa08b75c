"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Link } from "@/app/_ui/controls/link";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { PasswordField } from "@/app/_ui/form/password-field";
import { Problem, send } from "@/app/_ui/http/send";
import { TEXT_LINK } from "@/app/(auth)/auth-page";
import { pendingMail } from "@/app/(auth)/pending-mail";
import { withNext } from "@/lib/core/same-origin-path";

export const SignInForm = ({ next }: { next: string }) => {
  const [unconfirmed, setUnconfirmed] = useState(false);
  const signIn = async (data: FormData) => {
    const body = { email: text(data, "email"), password: String(data.get("password") ?? "") };
    setUnconfirmed(false);
    try {
      await send("POST", "/api/auth/sign-in", { body });
    } catch (error) {
      if (error instanceof Problem && error.code === "forbidden") {
        pendingMail.write({ email: body.email, next });
        setUnconfirmed(true);
      }
      throw error;
    }
    // A full load, so that nothing rendered for a visitor stays.
    window.location.assign(next);
  };
  return (
    <Form onSubmit={signIn} label="Sign in">
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
          <PasswordField
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            problem={problemOf("password")}
          />
          {unconfirmed && (
            <Link href="/check-mail" className={TEXT_LINK}>
              Send the confirmation mail again
            </Link>
          )}
          <Button type="submit" look="primary" size="large" pending={pending}>
            Sign in
          </Button>
          <Link
            href={withNext("/forgot", next)}
            className="inline-block justify-self-start py-1 text-muted underline underline-offset-2 hover:text-ink"
          >
            Forgot the password?
          </Link>
        </>
      )}
    </Form>
  );
};
