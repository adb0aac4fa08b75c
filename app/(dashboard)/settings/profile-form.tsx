"use client";

import { SelectField, TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { SavedForm } from "@/app/_ui/form/saved-form";
import { ZoneField } from "@/app/_ui/form/zone-field";
import { send } from "@/app/_ui/http/send";
import type { Profile } from "@/lib/domain/tenants/profile/schema";

export const ProfileForm = ({ profile }: { profile: Profile }) => {
  const save = async (data: FormData) => {
    await send("PATCH", "/api/v1/me", {
      body: {
        fullName: text(data, "fullName"),
        locale: text(data, "locale"),
        timeZone: text(data, "timeZone"),
      },
    });
  };
  return (
    <SavedForm label="Profile" save={save}>
      {(problemOf) => (
        <>
          <TextField
            label="Name"
            name="fullName"
            autoComplete="name"
            maxLength={120}
            defaultValue={profile.fullName}
            problem={problemOf("fullName")}
          />
          <TextField
            label="E-mail"
            name="email"
            value={profile.email}
            readOnly
            help="The address you sign in with."
          />
          <SelectField
            label="Language of mails, dates and numbers"
            name="locale"
            defaultValue={profile.locale}
            problem={problemOf("locale")}
          >
            <option value="en">English: 21 Nov 2026, 12,480.50</option>
            <option value="de">Deutsch: 21. Nov. 2026, 12.480,50</option>
          </SelectField>
          <ZoneField
            kind="timeZone"
            label="Time zone"
            name="timeZone"
            initial={profile.timeZone}
            help="Every time you see is in this zone."
            problem={problemOf("timeZone")}
          />
        </>
      )}
    </SavedForm>
  );
};
