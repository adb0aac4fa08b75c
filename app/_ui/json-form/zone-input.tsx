"use client";

import { useEffect, useState } from "react";
import { Select } from "@/app/_ui/form/select";

type Props = {
  value: unknown;
  wiring: { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
  readOnly: boolean;
  onChange: (value: string) => void;
};

/** A choice of every time zone the browser knows. */
export const ZoneInput = ({ value, wiring, readOnly, onChange }: Props) => {
  const current = typeof value === "string" && value ? value : "UTC";
  const [zones, setZones] = useState<string[]>([]);
  useEffect(() => setZones(Intl.supportedValuesOf("timeZone")), []);
  return (
    <Select
      look="field"
      {...wiring}
      disabled={readOnly}
      value={current}
      onChange={({ target }) => onChange(target.value)}
    >
      {[...new Set([current, "UTC", ...zones])].map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll("_", " ")}
        </option>
      ))}
    </Select>
  );
};
