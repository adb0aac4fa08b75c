"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Tab = { id: string; title: ReactNode; body: ReactNode };

/** Tabs over panels; arrows move between them. Uncontrolled unless `value` is given. */
export const Tabs = ({
  tabs,
  label,
  value,
  initial,
  onChange,
}: {
  tabs: Tab[];
  label: string;
  value?: string;
  initial?: string;
  onChange?: (id: string) => void;
}) => (
  <Radix.Root
    {...(value !== undefined ? { value } : { defaultValue: initial ?? tabs[0]?.id ?? "" })}
    {...(onChange && { onValueChange: onChange })}
  >
    <Radix.List
      aria-label={label}
      className="flex gap-4 overflow-x-auto border-b border-line px-px pt-px"
    >
      {tabs.map(({ id, title }) => (
        <Radix.Trigger
          key={id}
          value={id}
          className="-mb-px h-9 shrink-0 rounded-t-sm border-b-2 border-transparent text-sm text-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
        >
          {title}
        </Radix.Trigger>
      ))}
    </Radix.List>
    {tabs.map(({ id, body }) => (
      <Radix.Content key={id} value={id} className="pt-4 outline-offset-4">
        {body}
      </Radix.Content>
    ))}
  </Radix.Root>
);
