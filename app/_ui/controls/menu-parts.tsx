"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/app/_ui/cn";
import type { MenuProps } from "@/app/_ui/controls/menu";

const ITEM =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 text-sm text-ink outline-none data-[disabled]:opacity-55 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";

/** How the menu was asked for before it was here. */
export type Gesture = "pointer" | "key";

const again = (gesture: Gesture) =>
  gesture === "key"
    ? new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true })
    : new PointerEvent("pointerdown", { button: 0, bubbles: true, cancelable: true });

/** The menu itself; does again what it was asked for with. */
export const LoadedMenu = ({
  trigger,
  align = "end",
  className,
  onOpenChange,
  children,
  gesture,
}: MenuProps & { gesture: Gesture }) => {
  const opener = useRef<HTMLButtonElement>(null);
  const hasAsked = useRef(false);
  useEffect(() => {
    // React's strict mode comes twice, and the second time would close it.
    if (hasAsked.current) return;
    hasAsked.current = true;
    opener.current?.focus();
    opener.current?.dispatchEvent(again(gesture));
  }, [gesture]);
  return (
    <Radix.Root modal={false} {...(onOpenChange && { onOpenChange })}>
      <Radix.Trigger asChild ref={opener}>
        {trigger}
      </Radix.Trigger>
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
};

export const MenuItem = ({ className, ...props }: ComponentProps<typeof Radix.Item>) => (
  <Radix.Item {...props} className={cn(ITEM, className)} />
);

/** One of several; the chosen one carries a tick. */
export const MenuChoice = ({ children, ...props }: ComponentProps<typeof Radix.RadioItem>) => (
  <Radix.RadioItem {...props} className={ITEM}>
    <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
    <Radix.ItemIndicator>
      <Check aria-hidden />
    </Radix.ItemIndicator>
  </Radix.RadioItem>
);

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
