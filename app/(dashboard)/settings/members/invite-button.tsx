"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Dialog, DialogActions } from "@/app/_ui/controls/dialog";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { toast } from "@/app/_ui/frame/toast";
import { send } from "@/app/_ui/http/send";

/** Invites somebody by mail. */
export const InviteButton = () => {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const invite = async (data: FormData) => {
    const email = text(data, "email");
    await send("POST", "/api/v1/invitations", { body: { email, role: text(data, "role") } });
    toast.success(`An invitation is on its way to ${email}`);
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden />
        Invite a member
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Invite a member"
        summary="They get a mail with a link that works for seven days."
      >
        <Form onSubmit={invite} label="Invite a member">
          {({ pending, problemOf }) => (
            <>
              <TextField
                label="E-mail"
                name="email"
                type="email"
                autoComplete="off"
                required
                problem={problemOf("email")}
              />
              <SelectField
                label="Role"
                name="role"
                defaultValue="member"
                problem={problemOf("role")}
              >
                <option value="viewer">Viewer: sees everything, changes nothing</option>
                <option value="member">Member: builds and runs workflows</option>
                <option value="admin">Admin: manages members, keys and the company too</option>
              </SelectField>
              <DialogActions>
                <Button onClick={() => setOpen(false)}>Cancel</Button>
                <Button type="submit" look="primary" pending={pending}>
                  Send the invitation
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      </Dialog>
    </>
  );
};
