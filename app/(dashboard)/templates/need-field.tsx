"use client";

import { TextField } from "@/app/_ui/form/field";
import { ZoneField } from "@/app/_ui/form/zone-field";
import type { Need } from "@/lib/domain/templates/schema";

const TYPES = { url: "url", email: "email", text: "text", number: "number" } as const;

type Props = {
  need: Need;
  /** Offered where an address or a time zone is asked for. */
  email: string;
  timeZone: string;
  problem: string | undefined;
};

/** The field for one value a template asks for, named `values.<name>`. */
export const NeedField = ({ need, email, timeZone, problem }: Props) => {
  const { name, label, type, help } = need;
  const common = { name: `values.${name}`, label, problem, ...(help && { help }) };
  const initial = need.default ?? (type === "email" ? email : timeZone);
  if (type === "time zone") return <ZoneField {...common} kind="timeZone" initial={initial} />;
  return (
    <TextField
      {...common}
      type={TYPES[type]}
      {...(type === "number" && { step: "any", min: 0 })}
      {...(type === "url" && { placeholder: "https://" })}
      defaultValue={need.default ?? (type === "email" ? email : "")}
    />
  );
};
