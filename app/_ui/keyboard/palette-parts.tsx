"use client";

import { Command } from "cmdk";
import { ArrowRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Entries under one heading. */
export const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
  >
    {children}
  </Command.Group>
);

type EntryProps = { id: string; onSelect: () => void; icon: LucideIcon; children: ReactNode };

/** One thing to choose. `id` is what typing searches. */
export const Entry = ({ id, onSelect, icon: Icon, children }: EntryProps) => (
  <Command.Item
    value={id}
    onSelect={onSelect}
    className="group flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
  >
    <Icon aria-hidden />
    <span className="min-w-0 flex-1 truncate">{children}</span>
    <ArrowRight aria-hidden className="invisible group-data-[selected=true]:visible" />
  </Command.Item>
);
