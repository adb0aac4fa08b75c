import { z } from "zod";
import { route } from "@/lib/api/route";
import { changeRole } from "@/lib/domain/tenants/members/change-role";
import { removeMember } from "@/lib/domain/tenants/members/remove";
import { Member, MemberPatch } from "@/lib/domain/tenants/members/schema";

const params = z.object({ userId: z.uuid() });

export const PATCH = route(
  {
    summary: "Give a member another role",
    access: "members:write",
    params,
    body: MemberPatch,
    output: Member,
  },
  ({ caller, params: { userId }, body }) => changeRole(caller, userId, body),
);

export const DELETE = route(
  { summary: "Remove a member, or leave", access: "members:leave", params, output: null },
  ({ caller, params: { userId } }) => removeMember(caller, userId),
);
