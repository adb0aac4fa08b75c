"use client";

import { Select } from "@/app/_ui/form/select";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { Role } from "@/lib/core/caller";
import type { Member } from "@/lib/domain/tenants/members/schema";

const ROLES: Role[] = ["viewer", "member", "admin", "owner"];

type Props = { member: Member; disabled: boolean; mayMakeOwners: boolean };

/** A member's role; a change is effective at once and can be undone. */
export const RoleSelect = ({ member: { userId, email, role }, disabled, mayMakeOwners }: Props) => {
  const { run, pending } = useCommand();
  if (disabled) return <span>{role}</span>;
  const set = (next: string) =>
    send("PATCH", `/api/v1/members/${userId}`, { body: { role: next } });
  return (
    <Select
      className="min-w-28"
      aria-label={`Role of ${email}`}
      value={role}
      disabled={pending}
      onChange={({ target }) =>
        void run(() => set(target.value), {
          done: `${email} is ${target.value} now`,
          undo: () => set(role),
        })
      }
    >
      {ROLES.filter((name) => name !== "owner" || mayMakeOwners).map((name) => (
        <option key={name}>{name}</option>
      ))}
    </Select>
  );
};
