"use client";

import { lazy, type ReactNode, Suspense } from "react";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence under the title. */
  summary?: ReactNode;
  wide?: boolean;
  children: ReactNode;
};

const DialogBox = lazy(async () => ({
  default: (await import("@/app/_ui/controls/dialog-box")).DialogBox,
}));

/**
 * A modal in the middle; at 390 px it sits at the bottom. Escape and the cross close it, focus returns to the opener. Its
 * code is loaded when one is first opened.
 */
export const Dialog = (props: DialogProps) =>
  props.open && (
    <Suspense fallback={null}>
      <DialogBox {...props} />
    </Suspense>
  );

/** The row of buttons at the foot of a dialog; the main one comes last. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>
);
