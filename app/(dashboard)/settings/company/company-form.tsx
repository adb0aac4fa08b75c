"use client";

import { TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { IndustryField } from "@/app/_ui/form/industry-field";
import { SavedForm } from "@/app/_ui/form/saved-form";
import { ZoneField } from "@/app/_ui/form/zone-field";
import { send } from "@/app/_ui/http/send";
import type { MyTenant } from "@/lib/domain/tenants/schema";

export const CompanyForm = ({ company, disabled }: { company: MyTenant; disabled: boolean }) => {
  const save = async (data: FormData) => {
    await send("PATCH", `/api/v1/tenants/${company.id}`, {
      body: {
        name: text(data, "name"),
        slug: text(data, "slug"),
        timeZone: text(data, "timeZone"),
        currency: text(data, "currency"),
        ...(text(data, "industry") && { industry: text(data, "industry") }),
      },
    });
  };
  return (
    <SavedForm label="Company" save={save} disabled={disabled}>
      {(problemOf) => (
        <>
          {disabled && <p className="text-muted">Only admins and owners change the company.</p>}
          <TextField
            label="Name"
            name="name"
            autoComplete="organization"
            required
            maxLength={80}
            defaultValue={company.name}
            problem={problemOf("name")}
          />
          <TextField
            label="Short name"
            name="slug"
            autoComplete="off"
            spellCheck={false}
            required
            maxLength={48}
            defaultValue={company.slug}
            help="Small letters, digits and hyphens; names the company in API calls (X-Tenant)."
            problem={problemOf("slug")}
          />
          <IndustryField initial={company.industry} problem={problemOf("industry")} />
          <ZoneField
            kind="timeZone"
            label="Time zone"
            name="timeZone"
            initial={company.timeZone}
            problem={problemOf("timeZone")}
          />
          <ZoneField
            kind="currency"
            label="Currency"
            name="currency"
            initial={company.currency}
            problem={problemOf("currency")}
          />
        </>
      )}
    </SavedForm>
  );
};
