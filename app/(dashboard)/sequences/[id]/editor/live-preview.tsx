"use client";

import { useEffect, useState } from "react";
import { asProblem, send } from "@/app/_ui/http/send";
import { MailPreview } from "@/app/_ui/mail/mail-preview";

const AFTER_MS = 500;

type Mail = { subject: string; html: string; text: string };
type Props = { content: unknown; category: string; locale: "en" | "de" };

/** The mail as it would look, half a second after the last key; what keeps it from being written is said instead. */
export const LivePreview = ({ content, category, locale }: Props) => {
  const [mail, setMail] = useState<Mail>();
  const [trouble, setTrouble] = useState("");
  const body = JSON.stringify({ content, category, locale });
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      send<Mail>("POST", "/api/v1/sequences/preview-mail", {
        body: JSON.parse(body),
        signal: controller.signal,
      }).then(
        (rendered) => {
          setMail(rendered);
          setTrouble("");
        },
        (error: unknown) => {
          if (!controller.signal.aborted) setTrouble(asProblem(error).message);
        },
      );
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [body]);
  return (
    <section aria-label="Preview" className="grid min-w-0 grid-cols-1 content-start gap-2">
      {trouble && (
        <p role="status" className="text-degraded text-sm">
          Not shown yet: {trouble}
        </p>
      )}
      {mail && <MailPreview {...mail} />}
    </section>
  );
};
