"use client";

import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { asProblem, type Problem, send } from "@/app/_ui/http/send";
import type { OtpType } from "@/app/api/auth/schema";

type Props = { tokenHash: string; type: OtpType; verb: string; next: string };

/** Spends the token and goes on; says what to do when it is spent or too old. */
export const ConfirmButton = ({ tokenHash, type, verb, next }: Props) => {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const confirm = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      await send("POST", "/api/auth/confirm", { body: { tokenHash, type } });
      window.location.replace(next);
    } catch (error) {
      setProblem(asProblem(error));
      setPending(false);
    }
  };
  return (
    <div className="grid gap-4">
      {problem && (
        <p role="alert" className="flex gap-2 rounded-md bg-failed-soft p-3 text-failed text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {problem.message}
        </p>
      )}
      <Button look="primary" size="large" pending={pending} onClick={() => void confirm()}>
        {verb}
      </Button>
      {problem && (
        <ButtonLink size="large" href={type === "recovery" ? "/forgot" : "/check-mail"}>
          Send a new mail
        </ButtonLink>
      )}
    </div>
  );
};
