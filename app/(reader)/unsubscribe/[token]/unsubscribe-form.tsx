"use client";

import type { Route } from "next";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Link } from "@/app/_ui/controls/link";
import { send } from "@/app/_ui/http/send";
import { TEXT_LINK } from "@/app/(auth)/auth-page";
import { wordsOf } from "@/app/(reader)/words";
import type { MailCategory } from "@/lib/core/mail-category";

type Props = { token: string; locale: "en" | "de"; sender: string; category: MailCategory };

/** Unsubscribes at the press of a button, and takes it back. */
export const UnsubscribeForm = ({ token, locale, sender, category }: Props) => {
  const words = wordsOf(locale);
  const [state, setState] = useState<"asking" | "done" | "undone">("asking");
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);
  const run = async (work: () => Promise<unknown>, next: typeof state) => {
    setPending(true);
    setFailed(false);
    await work().then(
      () => setState(next),
      () => setFailed(true),
    );
    setPending(false);
  };
  const unsubscribe = () => run(() => send("POST", `/api/unsubscribe/${token}`), "done");
  const undo = () =>
    run(
      () =>
        send("POST", "/api/v1/mail-preferences/by-link", {
          body: { token, preferences: { [category]: true } },
        }),
      "undone",
    );
  return (
    <div className="grid justify-items-start gap-4">
      <div role="status" className="grid gap-1">
        {state === "done" && (
          <>
            <p className="font-medium text-lg">{words.unsubscribe.done}</p>
            <p className="text-muted">
              {words.unsubscribe.doneSummary(sender, words.category[category][0])}
            </p>
          </>
        )}
        {state === "undone" && <p className="font-medium text-lg">{words.unsubscribe.undone}</p>}
        {failed && <p className="text-failed">{words.failed}</p>}
      </div>
      {state === "done" ? (
        <Button pending={pending} onClick={() => void undo()}>
          {words.unsubscribe.undo}
        </Button>
      ) : (
        <Button look="primary" size="large" pending={pending} onClick={() => void unsubscribe()}>
          {words.unsubscribe.button}
        </Button>
      )}
      <Link href={`/preferences/${token}` as Route} className={TEXT_LINK}>
        {words.unsubscribe.others}
      </Link>
    </div>
  );
};
