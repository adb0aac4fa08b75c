"use client";

import { Send } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";

type Props = { template: string; locale: string; to: string };

/** Sends the mail that is shown to the person who looks at it. */
export const SendTest = ({ template, locale, to }: Props) => {
  const { run, pending } = useCommand();
  const sendTest = () =>
    run(() => send("POST", `/api/v1/mail-templates/${template}/send-test`, { body: { locale } }), {
      done: `A test is on its way to ${to}; its links are samples`,
      refresh: false,
    });
  return (
    <Button pending={pending} onClick={() => void sendTest()}>
      {!pending && <Send aria-hidden />}
      Send me a test
    </Button>
  );
};
