import { z } from "zod";

const InvitedRole = z.enum(["viewer", "member", "admin"]);

export const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role: InvitedRole,
  status: z.enum(["open", "accepted", "revoked", "expired"]),
  invitedBy: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof Invitation>;

/** An owner is made by another owner, never by mail. */
export const NewInvitation = z.strictObject({
  email: z.email().max(320).toLowerCase(),
  role: InvitedRole.default("member"),
});
export type NewInvitation = z.infer<typeof NewInvitation>;

export const Acceptance = z.strictObject({ token: z.string().min(1).max(200) });
export type Acceptance = z.infer<typeof Acceptance>;
