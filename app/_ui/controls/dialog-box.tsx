"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";
import type { DialogProps } from "@/app/_ui/controls/dialog";
import { useOpener } from "@/app/_ui/controls/use-opener";

/** The open dialog. */
export const DialogBox = ({
  onOpenChange,
  title,
  summary,
  wide = false,
  children,
}: DialogProps) => {
  const giveBack = useOpener();
  return (
    <Radix.Root open onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          onCloseAutoFocus={giveBack}
          {...(summary ? {} : { "aria-describedby": undefined })}
          className={cn(
            "rising fixed inset-x-0 bottom-0 z-50 max-h-[90dvh] overflow-y-auto rounded-t-lg border border-line bg-raised p-5 shadow-raised outline-none",
            "sm:inset-auto sm:top-[12vh] sm:left-1/2 sm:max-h-[76vh] sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:rounded-lg",
            wide ? "sm:max-w-2xl" : "sm:max-w-md",
          )}
        >
          <div className="mb-4 pr-8">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            {summary && (
              <Radix.Description className="mt-1 text-base text-muted">{summary}</Radix.Description>
            )}
          </div>
          {children}
          <Radix.Close asChild>
            <Button look="quiet" size="icon" aria-label="Close" className="absolute top-4 right-4">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
