"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/app/_ui/controls/button";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { IndustryField } from "@/app/_ui/form/industry-field";
import { ZoneField } from "@/app/_ui/form/zone-field";
import { send } from "@/app/_ui/http/send";
import type { MyTenant } from "@/lib/domain/tenants/schema";

export const CompanyStep = ({ company }: { company: MyTenant }) => {
  const router = useRouter();
  const save = async (data: FormData) => {
    const names = ["name", "industry", "timeZone", "currency"];
    await send("PUT", "/api/v1/onboarding/company", {
      body: Object.fromEntries(names.map((name) => [name, text(data, name)])),
    });
    router.refresh();
  };
  return (
    <Form onSubmit={save} label="Your company">
      {({ pending, problemOf }) => (
        <>
          <TextField
            label="Name"
            name="name"
            autoComplete="organization"
            required
            maxLength={80}
            defaultValue={company.name}
            problem={problemOf("name")}
          />
          <IndustryField initial={company.industry} problem={problemOf("industry")} />
          <div className="grid gap-4 sm:grid-cols-2">
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
          </div>
          <Button type="submit" look="primary" size="large" pending={pending}>
            Save and go on
          </Button>
        </>
      )}
    </Form>
  );
};
