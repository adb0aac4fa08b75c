"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence under the title. */
  summary?: ReactNode;
  wide?: boolean;
  children: ReactNode;
};

/** A modal in the middle; at 390 px it sits at the bottom. Escape and the cross close it, focus returns to the opener. */
export const Dialog = ({ open, onOpenChange, title, summary, wide = false, children }: Props) => (
  <Radix.Root open={open} onOpenChange={onOpenChange}>
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
      <Radix.Content
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

/** The row of buttons at the foot of a dialog; the main one comes last. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>
);
