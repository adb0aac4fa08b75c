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

type Parts = typeof import("@/app/_ui/controls/menu-parts");

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
/** One that is on or off by itself; the menu stays open. */
export const MenuCheck = part(({ MenuCheck }) => MenuCheck);
export const MenuChoices = part(({ MenuChoices }) => MenuChoices);
export const MenuLabel = part(({ MenuLabel }) => MenuLabel);
export const MenuLine = part(({ MenuLine }) => MenuLine);

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
      onPointerDown={(event) => {
        if (event.button !== 0 || event.ctrlKey) return;
        // The mouse would move the focus back to the trigger, which closes the menu that has just opened.
        event.preventDefault();
        ask("pointer");
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
