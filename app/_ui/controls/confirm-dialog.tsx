"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { TextField } from "@/app/_ui/form/field";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, in numbers. */
  summary: ReactNode;
  /** The verb on the button. */
  verb: string;
  /** When given, this has to be typed before the button works. */
  typed?: string;
  /** Resolves to true when it worked; the dialog closes then. */
  onConfirm: () => Promise<boolean>;
};

/** Asks before something that cannot be undone. */
export const ConfirmDialog = ({ typed, verb, onConfirm, ...dialog }: Props) => {
  const [text, setText] = useState("");
  const [pending, setPending] = useState(false);
  const ready = !typed || text.trim() === typed;
  const submit = async () => {
    if (!ready || pending) return;
    setPending(true);
    const done = await onConfirm();
    setPending(false);
    if (!done) return;
    setText("");
    dialog.onOpenChange(false);
  };
  return (
    <Dialog {...dialog}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {typed && (
          <TextField
            label={`Type “${typed}” to go on`}
            name="confirm"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        <DialogActions>
          <Button onClick={() => dialog.onOpenChange(false)}>Keep it</Button>
          <Button type="submit" look="danger" pending={pending} disabled={!ready}>
            {verb}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
