"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { CheckField } from "@/app/_ui/form/field";
import { send } from "@/app/_ui/http/send";
import { wordsOf } from "@/app/(reader)/words";
import { MAIL_CATEGORIES, type MailCategory } from "@/lib/core/mail-category";

type Wishes = Record<MailCategory, boolean>;
type Props = { token: string; locale: "en" | "de"; preferences: Wishes };

const NONE: Wishes = { lifecycle: false, product: false, notification: false };

/** A box for each kind of mail, and a button for none of them. */
export const PreferencesForm = ({ token, locale, preferences }: Props) => {
  const words = wordsOf(locale);
  const [wishes, setWishes] = useState(preferences);
  const [state, setState] = useState<"open" | "saving" | "saved" | "failed">("open");
  const save = async (chosen: Wishes) => {
    setWishes(chosen);
    setState("saving");
    await send("POST", "/api/v1/mail-preferences/by-link", {
      body: { token, preferences: chosen },
    }).then(
      () => setState("saved"),
      () => setState("failed"),
    );
  };
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void save(wishes);
      }}
    >
      <fieldset className="grid gap-4">
        <legend className="sr-only">{words.preferences.legend}</legend>
        {MAIL_CATEGORIES.map((category) => {
          const [title, help] = words.category[category];
          return (
            <CheckField
              key={category}
              name={category}
              label={title}
              help={help}
              checked={wishes[category]}
              onChange={({ target }) => {
                setState("open");
                setWishes({ ...wishes, [category]: target.checked });
              }}
            />
          );
        })}
      </fieldset>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" size="large" pending={state === "saving"}>
          {words.preferences.save}
        </Button>
        <Button
          size="large"
          disabled={state === "saving" || Object.values(wishes).every((wanted) => !wanted)}
          onClick={() => void save(NONE)}
        >
          {words.preferences.none}
        </Button>
      </div>
      <p role="status" className="min-h-5">
        {state === "saved" && words.preferences.saved}
        {state === "failed" && <span className="text-failed">{words.failed}</span>}
      </p>
    </form>
  );
};
