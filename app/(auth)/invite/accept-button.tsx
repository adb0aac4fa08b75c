"use client";

import { Button } from "@/app/_ui/controls/button";
import { Form } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";

/** Joins the inviting company; signs out for somebody who is here with another address. */
export const AcceptButton = ({ token }: { token: string }) => {
  const accept = async () => {
    await send("POST", "/api/v1/invitations/accept", { body: { token } });
    window.location.replace("/");
  };
  const change = async () => {
    await send("POST", "/api/auth/sign-out");
    window.location.reload();
  };
  return (
    <Form onSubmit={accept} label="Accept the invitation">
      {({ pending }) => (
        <>
          <Button type="submit" look="primary" size="large" pending={pending}>
            Join
          </Button>
          <Button look="quiet" onClick={() => void change()}>
            Use another account
          </Button>
        </>
      )}
    </Form>
  );
};
