import { z } from "zod";

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !/[\r\n]/.test(text), "Write it on one line.");

/** How the company's mails look and who answers; empty texts are not set. */
export const Brand = z.object({
  /** Whom mails come from; the company's name when empty. */
  name: z.string(),
  /** Text at the head of a mail; the name when empty. */
  logo: z.string(),
  /** `#rrggbb`; darkened or lightened in mails as far as it must be to be read. */
  accent: z.string(),
  /** Postal address, on one line. Marketing is not published without one. */
  address: z.string(),
  replyTo: z.string(),
  /** Language of our own words in mails to people whose language is not known. */
  locale: z.enum(["en", "de"]),
});
export type Brand = z.infer<typeof Brand>;

export const NewBrand = z.strictObject({
  name: line(80),
  logo: line(40),
  accent: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, "Write a colour as # and six digits, such as #0b6470."),
  address: line(300),
  replyTo: z.union([z.literal(""), z.email("Enter an address such as help@company.com.").max(320)]),
  locale: z.enum(["en", "de"]),
});
export type NewBrand = z.infer<typeof NewBrand>;
