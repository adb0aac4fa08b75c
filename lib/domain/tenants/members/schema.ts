import { z } from "zod";
import { Role } from "@/lib/domain/tenants/schema";

export const Member = z.object({
  userId: z.uuid(),
  email: z.string(),
  fullName: z.string(),
  role: Role,
  joinedAt: z.iso.datetime(),
});
export type Member = z.infer<typeof Member>;

export const MemberPatch = z.strictObject({ role: Role });
export type MemberPatch = z.infer<typeof MemberPatch>;
