"use client";

import { Button } from "@/app/_ui/controls/button";
import { CopyButton } from "@/app/_ui/controls/copy-button";
import { DialogActions } from "@/app/_ui/controls/dialog";

/** A secret that is shown this one time, with a button that copies it. */
export const SecretOnce = ({
  value,
  label,
  onDone,
}: {
  value: string;
  label: string;
  onDone: () => void;
}) => (
  <div>
    <p className="break-all rounded-md border border-line bg-page p-3 font-mono text-sm">{value}</p>
    <DialogActions>
      <CopyButton value={value} label={label} words="Copy" />
      <Button look="primary" onClick={onDone}>
        I have stored it
      </Button>
    </DialogActions>
  </div>
);
