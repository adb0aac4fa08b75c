import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

const Address = z.email("An e-mail address is needed.").max(320);

/** Writes one mail a recipient into the mail ledger; sending follows on its own, with its own retries. */
export const emailSend = defineStep({
  type: "email.send",
  title: "Send e-mail",
  summary: "Sends a plain mail to up to 10 people.",
  group: "people",
  icon: "mail",
  docs: `Writes a plain mail to each address; an empty line begins a new paragraph. A repeated attempt sends nothing twice.

    to: team@example.com
    subject: Order {{ trigger.body.name }} is large
    text: It is worth {{ trigger.body.total_price }}.`,
  input: z.strictObject({
    to: z.union([Address, z.array(Address).min(1).max(10)]).meta({ title: "To" }),
    subject: z
      .string()
      .min(1)
      .max(200)
      .refine((text) => !/[\r\n]/.test(text), "A subject is one line.")
      .meta({ title: "Subject" }),
    text: z
      .string()
      .min(1)
      .max(20_000)
      .meta({ title: "Text", description: "An empty line begins a new paragraph." }),
  }),
  output: z.object({ mails: z.array(z.object({ to: z.string(), mailId: z.string() })) }),
  pure: false,
  run: async (ctx, { to, subject, text }) => {
    const paragraphs = text.split(/\n{2,}/).map((part) => part.trim());
    const mails = [];
    for (const [index, address] of [...new Set([to].flat())].entries()) {
      const mail = { to: address, subject, paragraphs: paragraphs.filter((part) => part !== "") };
      const { mailId } = await ctx.sendMail(index === 0 ? ctx.key : `${ctx.key}:${index}`, mail);
      mails.push({ to: address, mailId });
    }
    return { mails };
  },
});
