import { z } from "zod";
import { MyTenant, Role, TimeZone } from "@/lib/domain/tenants/schema";

export const Profile = z.object({
  id: z.uuid(),
  email: z.string(),
  fullName: z.string(),
  locale: z.enum(["en", "de"]),
  timeZone: z.string(),
});
export type Profile = z.infer<typeof Profile>;

export const ProfilePatch = z.strictObject({
  fullName: z.string().trim().max(120).optional(),
  locale: z.enum(["en", "de"]).optional(),
  timeZone: TimeZone.optional(),
});
export type ProfilePatch = z.infer<typeof ProfilePatch>;

/** Who is signed in, which tenants are open to him, which one this request meant, and what he may do there. */
export const Me = z.object({
  user: Profile,
  tenants: z.array(MyTenant),
  tenant: MyTenant.nullable(),
  role: Role.nullable(),
  permissions: z.array(z.string()),
});
export type Me = z.infer<typeof Me>;
