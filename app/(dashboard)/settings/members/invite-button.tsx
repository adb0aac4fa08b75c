"use client";

import { UserPlus } from "lucide-react";
import { SelectField, TextField } from "@/app/_ui/form/field";
import { text } from "@/app/_ui/form/form";
import { FormButton } from "@/app/_ui/form/form-button";
import { send } from "@/app/_ui/http/send";

/** Invites somebody by mail. */
export const InviteButton = () => {
  const invite = async (data: FormData) => {
    const email = text(data, "email");
    await send("POST", "/api/v1/invitations", { body: { email, role: text(data, "role") } });
    return `An invitation is on its way to ${email}`;
  };
  return (
    <FormButton
      icon={<UserPlus aria-hidden />}
      title="Invite a member"
      summary="They get a mail with a link that works for seven days."
      submit="Send the invitation"
      send={invite}
    >
      {(problemOf) => (
        <>
          <TextField
            label="E-mail"
            name="email"
            type="email"
            autoComplete="off"
            required
            problem={problemOf("email")}
          />
          <SelectField label="Role" name="role" defaultValue="member" problem={problemOf("role")}>
            <option value="viewer">Viewer: sees everything, changes nothing</option>
            <option value="member">Member: builds and runs workflows</option>
            <option value="admin">Admin: manages members, keys and the company too</option>
          </SelectField>
        </>
      )}
    </FormButton>
  );
};
