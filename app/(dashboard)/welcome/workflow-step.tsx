"use client";

import { Lightbulb } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";
import { NeedField } from "@/app/(dashboard)/templates/need-field";
import type { Offer } from "@/app/(dashboard)/welcome/offers";

type Props = { offers: Offer[]; email: string; timeZone: string };

/** Offers three templates with their reasons; asks for what the chosen one needs and publishes it. */
export const WorkflowStep = ({ offers, email, timeZone }: Props) => {
  const router = useRouter();
  const [chosen, setChosen] = useState(offers[0]?.template.id);
  const offer = offers.find(({ template }) => template.id === chosen);
  if (!offer) return null;
  const { template } = offer;
  const publish = async (data: FormData) => {
    const values = template.needs.map(({ name }) => [name, text(data, `values.${name}`)]);
    await send("POST", "/api/v1/onboarding/workflow", {
      body: { template: template.id, values: Object.fromEntries(values) },
    });
    router.refresh();
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <fieldset className="grid gap-2">
        <legend className="sr-only">Template</legend>
        {offers.map(({ template: { id, title, why }, reason }) => (
          <label
            key={id}
            className="flex cursor-pointer items-start gap-2.5 rounded-lg border border-line bg-surface p-3 hover:bg-hover has-checked:border-accent"
          >
            <input
              type="radio"
              name="template"
              value={id}
              checked={id === chosen}
              onChange={() => setChosen(id)}
              className="mt-1 size-4 shrink-0 accent-accent"
            />
            <span className="grid gap-1">
              <span className="font-medium">{title}</span>
              <span className="text-muted text-sm">{why}</span>
              <span className="flex items-center gap-1.5 text-sm">
                <Lightbulb aria-hidden className="size-4 shrink-0 text-accent" />
                {reason}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <Form key={template.id} onSubmit={publish} label={template.title}>
        {({ pending, problemOf }) => (
          <>
            {template.needs.map((need) => (
              <NeedField
                key={need.name}
                need={need}
                email={email}
                timeZone={timeZone}
                problem={problemOf(`values.${need.name}`)}
              />
            ))}
            <div className="flex flex-wrap gap-2">
              <Button type="submit" look="primary" size="large" pending={pending}>
                Publish it
              </Button>
              <ButtonLink size="large" href="/templates">
                See all templates
              </ButtonLink>
            </div>
          </>
        )}
      </Form>
    </div>
  );
};
