"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ConfirmDialog } from "@/app/_ui/controls/confirm-dialog";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { ApiKey } from "@/lib/domain/tenants/keys/schema";

/** Ends a key for good. */
export const RevokeButton = ({ apiKey: { id, name } }: { apiKey: ApiKey }) => {
  const [open, setOpen] = useState(false);
  const { run } = useCommand();
  return (
    <>
      <Button look="quiet" size="small" onClick={() => setOpen(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Revoke “${name}”`}
        summary="Systems that use this key are refused from now on. It cannot be brought back."
        verb="Revoke"
        typed={name}
        onConfirm={() =>
          run(() => send("DELETE", `/api/v1/api-keys/${id}`), { done: `“${name}” was revoked` })
        }
      />
    </>
  );
};
