"use client";

import { type ComponentProps, useEffect, useState } from "react";
import { SelectField } from "@/app/_ui/form/field";

type Props = Omit<ComponentProps<typeof SelectField>, "children" | "defaultValue"> & {
  kind: "timeZone" | "currency";
  initial: string;
};

/** A choice of every time zone or currency the browser knows; filled after the first paint, so pages stay small. */
export const ZoneField = ({ kind, initial, ...props }: Props) => {
  const [names, setNames] = useState([initial]);
  useEffect(() => {
    const known = Intl.supportedValuesOf(kind);
    setNames([...new Set([initial, ...(kind === "timeZone" ? ["UTC"] : []), ...known])]);
  }, [kind, initial]);
  return (
    <SelectField {...props} defaultValue={initial}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name.replaceAll("_", " ")}
        </option>
      ))}
    </SelectField>
  );
};
