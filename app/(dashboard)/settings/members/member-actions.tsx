"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ConfirmDialog } from "@/app/_ui/controls/confirm-dialog";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { Member } from "@/lib/domain/tenants/members/schema";

type Props = { member: Member; isMe: boolean; mayRemove: boolean };

/** Removes somebody, or oneself. */
export const MemberActions = ({ member: { userId, email }, isMe, mayRemove }: Props) => {
  const [open, setOpen] = useState(false);
  const { run } = useCommand();
  if (!isMe && !mayRemove) return null;
  const remove = async () => {
    const done = await run(() => send("DELETE", `/api/v1/members/${userId}`), {
      refresh: !isMe,
      ...(!isMe && { done: `${email} was removed` }),
    });
    if (done && isMe) window.location.assign("/");
    return done;
  };
  return (
    <>
      <Button look="quiet" size="small" onClick={() => setOpen(true)}>
        {isMe ? "Leave" : "Remove"}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={isMe ? "Leave this company" : `Remove ${email}`}
        summary={
          isMe
            ? "You lose access at once. To come back, somebody has to invite you again."
            : "This person loses access at once. What they made stays. To come back, they have to be invited again."
        }
        verb={isMe ? "Leave" : "Remove"}
        typed={email}
        onConfirm={remove}
      />
    </>
  );
};
