"use client";

import { Button } from "@/app/_ui/controls/button";
import { Form } from "@/app/_ui/form/form";
import { PasswordField } from "@/app/_ui/form/password-field";
import { send } from "@/app/_ui/http/send";

export const ResetForm = ({ email, next }: { email: string; next: string }) => {
  const reset = async (data: FormData) => {
    await send("POST", "/api/auth/reset", {
      body: { password: String(data.get("password") ?? "") },
    });
    window.location.assign(next);
  };
  return (
    <Form onSubmit={reset} label="Set a new password">
      {({ pending, problemOf }) => (
        <>
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <PasswordField
            label="New password"
            name="password"
            autoComplete="new-password"
            strength
            required
            problem={problemOf("password")}
          />
          <Button type="submit" look="primary" size="large" pending={pending}>
            Save the password
          </Button>
        </>
      )}
    </Form>
  );
};
