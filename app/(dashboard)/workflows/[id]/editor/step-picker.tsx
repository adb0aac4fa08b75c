"use client";

import { Command } from "cmdk";
import { StepIcon } from "@/app/_ui/canvas/step-icon";
import { Dialog } from "@/app/_ui/controls/dialog";
import { Group } from "@/app/_ui/keyboard/palette-parts";
import { groupKinds } from "@/app/(dashboard)/workflows/[id]/editor/step-choices";
import type { StepKindItem } from "@/lib/domain/workflows/step-kinds/schema";

type Props = {
  kinds: readonly StepKindItem[];
  /** Where the step will stand, in words. */
  where: string;
  onPick: (type: string) => void;
  onClose: () => void;
};

/** Asks which step to add: type to search, arrows and Enter to choose. */
export const StepPicker = ({ kinds, where, onPick, onClose }: Props) => (
  <Dialog open onOpenChange={onClose} title="Add a step" summary={where}>
    <Command label="Step kinds" loop className="-mx-2">
      <Command.Input
        placeholder="Search steps"
        className="mx-2 mb-2 h-9 w-[calc(100%-1rem)] rounded-md border border-line-strong bg-surface px-2.5"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto">
        <Command.Empty className="p-4 text-muted">No step is called so.</Command.Empty>
        {groupKinds(kinds).map(({ id, title, kinds: members }) => (
          <Group key={id} heading={title}>
            {members.map((kind) => (
              <Command.Item
                key={kind.type}
                value={`${kind.title} ${kind.type} ${kind.summary}`}
                onSelect={() => onPick(kind.type)}
                className="flex min-h-11 cursor-default items-center gap-3 rounded-md px-2 data-[selected=true]:bg-hover"
              >
                <StepIcon name={kind.icon} className="size-5 shrink-0 text-accent" />
                <span className="min-w-0">
                  <span className="block text-sm">{kind.title}</span>
                  <span className="block truncate text-muted text-xs">{kind.summary}</span>
                </span>
              </Command.Item>
            ))}
          </Group>
        ))}
      </Command.List>
    </Command>
  </Dialog>
);
