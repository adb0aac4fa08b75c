"use client";

import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Popover } from "@/app/_ui/controls/popover";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { LONGER } from "@/app/(dashboard)/runs/filter/fields";
import { useRunFilter } from "@/app/(dashboard)/runs/filter/use-run-filter";

/** The browser's own clock reading of an instant, as `datetime-local` wants it. */
const toLocal = (iso: string | null) => {
  const ms = Date.parse(iso ?? "");
  if (Number.isNaN(ms)) return "";
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const fromLocal = (value: string) => (value ? new Date(value).toISOString() : null);

/** What is asked for less often: version, error, duration, exact times, order. */
export const MoreFilters = () => {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="More filters"
      trigger={
        <Button>
          <SlidersHorizontal aria-hidden />
          More
        </Button>
      }
    >
      <MoreForm onDone={() => setOpen(false)} />
    </Popover>
  );
};

const MoreForm = ({ onDone }: { onDone: () => void }) => {
  const { query, change } = useRunFilter();
  const apply = (data: FormData) => {
    const [from, to] = [fromLocal(text(data, "from")), fromLocal(text(data, "to"))];
    change({
      version: text(data, "version") || null,
      code: text(data, "code") || null,
      longer: text(data, "longer") || null,
      order: text(data, "order") || null,
      from,
      to,
      ...((from || to) && { range: null }),
    });
    onDone();
  };
  return (
    <form action={apply} className="grid gap-3">
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Version"
          name="version"
          inputMode="numeric"
          pattern="[0-9]{1,6}"
          title="A whole number"
          defaultValue={query.version ?? ""}
        />
        <SelectField label="Longer than" name="longer" defaultValue={query.longer ?? ""}>
          <option value="">Any duration</option>
          {Object.entries(LONGER).map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        label="Error code"
        name="code"
        placeholder="http_500"
        defaultValue={query.code ?? ""}
      />
      <TextField
        label="Queued from"
        name="from"
        type="datetime-local"
        defaultValue={toLocal(query.from)}
      />
      <TextField
        label="Queued until"
        name="to"
        type="datetime-local"
        defaultValue={toLocal(query.to)}
      />
      <SelectField label="Order" name="order" defaultValue={query.order ?? ""}>
        <option value="">Newest first</option>
        <option value="oldest">Oldest first</option>
      </SelectField>
      <Button type="submit" look="primary">
        Apply
      </Button>
    </form>
  );
};
