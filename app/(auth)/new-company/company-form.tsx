"use client";

import { Button } from "@/app/_ui/controls/button";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";

/** Makes a company and goes on with setting it up. */
export const NewCompanyForm = () => {
  const create = async (data: FormData) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    await send("POST", "/api/v1/tenants", { body: { name: text(data, "name"), timeZone } });
    window.location.assign("/welcome");
  };
  return (
    <Form onSubmit={create} label="New company">
      {({ pending, problemOf }) => (
        <>
          <TextField
            label="Company"
            name="name"
            autoComplete="organization"
            required
            maxLength={80}
            problem={problemOf("name")}
          />
          <Button type="submit" look="primary" size="large" pending={pending}>
            Create the company
          </Button>
        </>
      )}
    </Form>
  );
};
