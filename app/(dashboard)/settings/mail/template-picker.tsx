"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Select } from "@/app/_ui/form/select";
import { templateTitle } from "@/app/(dashboard)/settings/mail/titles";
import type { MailTemplate } from "@/lib/domain/mail/templates/schema";

type Props = { templates: MailTemplate[]; chosen: string; locale: string };

/** Which mail is shown, in which language; both are the URL. */
export const TemplatePicker = ({ templates, chosen, locale }: Props) => {
  const [pending, startTransition] = useTransition();
  const [, setQuery] = useQueryStates(
    { template: parseAsString, locale: parseAsString },
    { shallow: false, startTransition },
  );
  return (
    <div aria-busy={pending} className="flex flex-wrap gap-2">
      <Select
        aria-label="Mail"
        value={chosen}
        onChange={({ target }) => void setQuery({ template: target.value })}
      >
        {templates.map(({ key, category }) => (
          <option key={key} value={key}>
            {templateTitle(key)}
            {category === "lifecycle" && " (can be unsubscribed)"}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Language"
        value={locale}
        onChange={({ target }) => void setQuery({ locale: target.value })}
      >
        <option value="en">English</option>
        <option value="de">Deutsch</option>
      </Select>
    </div>
  );
};
