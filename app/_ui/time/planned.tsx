"use client";

import { formatMinute } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import { Moment } from "@/app/_ui/time/moment";

/** A time ahead: the clock's reading in `timeZone`, and how far it is. */
export const Planned = ({ at, timeZone }: { at: string; timeZone: string }) => {
  const { locale } = useFormat();
  return (
    <span className="flex justify-between gap-4 text-sm">
      <span className="tabular">{formatMinute(at, { locale, timeZone })}</span>
      <span className="text-muted">
        <Moment at={at} ahead />
      </span>
    </span>
  );
};
