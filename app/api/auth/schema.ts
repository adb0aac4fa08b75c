import { z } from "zod";

/** An address as people type it; compared in lower case. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(320, "The address is too long.")
  .pipe(z.email("Enter an e-mail address such as name@company.com."));

/** 72 bytes is all that bcrypt reads. */
export const NewPassword = z
  .string()
  .min(10, "Use at least 10 characters.")
  .refine(
    (password) => new TextEncoder().encode(password).length <= 72,
    "Use at most 72 characters.",
  );

/** A path of this site; other origins are refused by the reader. */
const Next = z.string().max(2000).default("/");

export const SignUp = z
  .strictObject({
    fullName: z.string().trim().min(1, "Enter your name.").max(120, "Use at most 120 characters."),
    company: z.string().trim().max(80, "Use at most 80 characters.").optional(),
    email: Email,
    password: NewPassword,
    /** Whether mails with tips about the product may be sent; false when the box that objects was ticked. */
    wantsTips: z.boolean().default(true),
    /** Language of mails, dates and numbers. */
    locale: z.enum(["en", "de"]).default("en"),
    /** IANA name, taken from the browser. */
    timeZone: z.string().max(64).default("UTC"),
    next: Next,
    /** Follows an invitation: joins a company and gets none of its own. */
    invited: z.boolean().optional(),
  })
  .refine(({ company, invited }) => invited || Boolean(company), {
    path: ["company"],
    message: "Enter the name of your company.",
  });
export type SignUp = z.input<typeof SignUp>;

export const SignIn = z.strictObject({
  email: Email,
  password: z.string().min(1, "Enter your password.").max(1000),
});

/** Who gets a mail, and where its link leads on to. */
export const Address = z.strictObject({ email: Email, next: Next });

export const Reset = z.strictObject({ password: NewPassword });

export const OtpType = z.enum(["signup", "recovery", "magiclink", "invite", "email_change"]);
export type OtpType = z.infer<typeof OtpType>;

export const Confirm = z.strictObject({ tokenHash: z.string().min(1).max(500), type: OtpType });

/** The same answer whether or not there is such an account. */
export const Accepted = z.object({ accepted: z.literal(true) });

/** Where a fresh session goes. */
export const Session = z.object({ email: z.string() });
