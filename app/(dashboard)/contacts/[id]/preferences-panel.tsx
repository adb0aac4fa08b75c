"use client";

import { CheckField } from "@/app/_ui/form/field";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { MAIL_CATEGORIES } from "@/lib/core/mail-category";
import type { Contact } from "@/lib/domain/contacts/schema";

const TITLE = {
  lifecycle: "Getting started",
  product: "News and offers",
  notification: "Reports and reminders",
} as const;

type Props = { contact: Contact; disabled: boolean };

/** A box for each kind of mail; saved as it is ticked, with a way back. */
export const PreferencesPanel = ({ contact: { id, preferences }, disabled }: Props) => {
  const { run, pending } = useCommand();
  const set = (category: string, wants: boolean) =>
    send("PATCH", `/api/v1/contacts/${id}/preferences`, {
      body: { preferences: { [category]: wants } },
    });
  return (
    <fieldset disabled={disabled || pending} className="grid gap-3">
      <legend className="sr-only">Kinds of mail</legend>
      {MAIL_CATEGORIES.map((category) => (
        <CheckField
          key={category}
          name={category}
          label={TITLE[category]}
          checked={preferences[category]}
          onChange={({ target: { checked } }) =>
            void run(() => set(category, checked), {
              done: `${TITLE[category]}: ${checked ? "wanted" : "not wanted"}`,
              undo: () => set(category, !checked),
            })
          }
        />
      ))}
    </fieldset>
  );
};
