"use client";

import { Slot } from "radix-ui";
import { type ComponentType, createElement, type ReactNode, useState } from "react";
import type { Gesture } from "@/app/_ui/controls/menu-parts";

export type MenuProps = {
  trigger: ReactNode;
  align?: "start" | "end";
  className?: string;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

<<<<<<< HEAD
type Parts = typeof import("@/app/_ui/controls/menu-parts");
=======
/** A menu under its trigger, worked with arrows, letters and Escape. */
export const Menu = ({ trigger, align = "end", className, onOpenChange, children }: Props) => (
  <Radix.Root modal={false} {...(onOpenChange && { onOpenChange })}>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          "rising z-50 min-w-48 max-w-80 rounded-lg border border-line bg-raised p-1 shadow-raised",
          className,
        )}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
>>>>>>> c16cb33 (feat(app): filter, choose, replay and export runs from their list)

let parts: Parts | undefined;
const load = async () => {
  parts ??= await import("@/app/_ui/controls/menu-parts");
};

/** A part that stands only inside of an open menu, whose code is here by then. */
const part =
  <Props extends object>(pick: (from: Parts) => ComponentType<Props>) =>
  (props: Props) =>
    parts ? createElement(pick(parts), props) : null;

export const MenuItem = part(({ MenuItem }) => MenuItem);
/** One of several; the chosen one carries a tick. */
export const MenuChoice = part(({ MenuChoice }) => MenuChoice);
export const MenuChoices = part(({ MenuChoices }) => MenuChoices);
export const MenuLabel = part(({ MenuLabel }) => MenuLabel);
export const MenuLine = part(({ MenuLine }) => MenuLine);

<<<<<<< HEAD
/** A menu under its trigger, worked with arrows, letters and Escape. Its code is loaded when somebody comes near. */
export const Menu = (props: MenuProps) => {
  const [gesture, setGesture] = useState<Gesture>();
  if (gesture && parts) return <parts.LoadedMenu {...props} gesture={gesture} />;
  const ask = (by: Gesture) => void load().then(() => setGesture(by));
  const near = () => void load();
  return (
    <Slot.Root
      aria-haspopup="menu"
      aria-expanded={false}
      data-state="closed"
      onPointerEnter={near}
      onFocus={near}
      onPointerDown={({ button, ctrlKey }) => {
        if (button === 0 && !ctrlKey) ask("pointer");
      }}
      onKeyDown={(event) => {
        if (!["Enter", " ", "ArrowDown"].includes(event.key)) return;
        event.preventDefault();
        ask("key");
      }}
    >
      {props.trigger}
    </Slot.Root>
  );
};
=======
/** One that is on or off by itself; the menu stays open. */
export const MenuCheck = ({ children, ...props }: ComponentProps<typeof Radix.CheckboxItem>) => (
  <Radix.CheckboxItem {...props} onSelect={(event) => event.preventDefault()} className={ITEM}>
    <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
    <Radix.ItemIndicator>
      <Check aria-hidden />
    </Radix.ItemIndicator>
  </Radix.CheckboxItem>
);

export const MenuChoices = Radix.RadioGroup;

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-muted">{children}</Radix.Label>
);

export const MenuLine = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
>>>>>>> c16cb33 (feat(app): filter, choose, replay and export runs from their list)
