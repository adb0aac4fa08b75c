"use client";

import { Dialog } from "radix-ui";
import { useOpener } from "@/app/_ui/controls/use-opener";
import { RailBody } from "@/app/_ui/frame/rail";

/** The open drawer: the rooms on a narrow screen. */
export const Drawer = ({ onClose }: { onClose: () => void }) => {
  const giveBack = useOpener();
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim md:hidden" />
        <Dialog.Content
          onCloseAutoFocus={giveBack}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 flex-col border-line border-r bg-surface shadow-raised outline-none md:hidden"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <RailBody folded={false} onGo={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
