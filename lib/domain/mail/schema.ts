import { z } from "zod";

/** What Supabase Auth posts to its "Send Email" hook, cut to what a mail needs. */
export const AuthMail = z.object({
  user: z.object({
    id: z.uuid(),
    email: z.string().max(320),
    /** The wished address while a change waits for its confirmation. */
    new_email: z.string().max(320).optional(),
    /** What the sign-up form sent along. */
    user_metadata: z
      .object({ locale: z.enum(["en", "de"]).optional().catch(undefined) })
      .default({}),
  }),
  email_data: z.object({
    token: z.string().max(200).default(""),
    token_hash: z.string().max(500),
    token_hash_new: z.string().max(500).default(""),
    redirect_to: z.string().max(2000).default(""),
    email_action_type: z.enum([
      "signup",
      "invite",
      "magiclink",
      "recovery",
      "email_change",
      "email",
    ]),
  }),
});
export type AuthMail = z.infer<typeof AuthMail>;
