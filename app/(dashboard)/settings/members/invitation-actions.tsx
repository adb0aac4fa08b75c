"use client";

import { Button } from "@/app/_ui/controls/button";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { Invitation } from "@/lib/domain/tenants/invitations/schema";

/** Sends an invitation again, or takes it back (and, as the undo, makes it anew). */
export const InvitationActions = ({
  invitation: { id, email, role },
}: {
  invitation: Invitation;
}) => {
  const { run, pending } = useCommand();
  return (
    <div className="flex justify-end gap-1">
      <Button
        look="quiet"
        size="small"
        pending={pending}
        onClick={() =>
          void run(() => send("POST", `/api/v1/invitations/${id}/resend`), {
            done: `The invitation is on its way to ${email} again`,
          })
        }
      >
        Resend
      </Button>
      <Button
        look="quiet"
        size="small"
        disabled={pending}
        onClick={() =>
          void run(() => send("DELETE", `/api/v1/invitations/${id}`), {
            done: `The invitation of ${email} was revoked`,
            undo: () => send("POST", "/api/v1/invitations", { body: { email, role } }),
          })
        }
      >
        Revoke
      </Button>
    </div>
  );
};
