"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/app/_ui/controls/button";
import { CheckField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { PasswordField } from "@/app/_ui/form/password-field";
import { send } from "@/app/_ui/http/send";
import { pendingMail } from "@/app/(auth)/pending-mail";
import { TIPS } from "@/app/api/auth/consent";
import type { SignUp } from "@/app/api/auth/schema";

export const SignUpForm = ({ next, invited }: { next: string; invited: boolean }) => {
  const router = useRouter();
  const signUp = async (data: FormData) => {
    const email = text(data, "email");
    const body: SignUp = {
      fullName: text(data, "fullName"),
      email,
      password: String(data.get("password") ?? ""),
      wantsTips: data.get("noTips") === null,
      locale: navigator.language.startsWith("de") ? "de" : "en",
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      next,
      ...(invited ? { invited: true } : { company: text(data, "company") }),
    };
    await send("POST", "/api/auth/sign-up", { body });
    pendingMail.write({ email, next });
    router.push("/check-mail");
  };
  return (
    <Form onSubmit={signUp} label="Create an account">
      {({ pending, problemOf }) => (
        <>
          <TextField
            label="Your name"
            name="fullName"
            autoComplete="name"
            required
            maxLength={120}
            problem={problemOf("fullName")}
          />
          {!invited && (
            <TextField
              label="Company"
              name="company"
              autoComplete="organization"
              required
              maxLength={80}
              problem={problemOf("company")}
            />
          )}
          <TextField
            label="Work e-mail"
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
            autoComplete="new-password"
            strength
            required
            problem={problemOf("password")}
          />
          <CheckField
            name="noTips"
            label={TIPS.text}
            help="Mails about your account and your workflows come either way."
          />
          <Button type="submit" look="primary" size="large" pending={pending}>
            Create account
          </Button>
        </>
      )}
    </Form>
  );
};
