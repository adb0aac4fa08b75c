import { z } from "zod";
import { defineStep } from "@/lib/domain/workflows/steps/step-kind";

const ROLES = ["viewer", "member", "admin", "owner"];

const Person = z
  .string()
  .trim()
  .max(320)
  .refine(
    (text) => ROLES.includes(text) || z.email().safeParse(text).success,
    "A role (viewer, member, admin, owner) or a member's e-mail address.",
  );

/** Tells members of the company something, through their own preferences. */
export const notify = defineStep({
  type: "notify",
  title: "Notify people",
  summary: "Tells members in the app, by mail or in Slack.",
  group: "people",
  icon: "bell-ring",
  docs: `Tells members of your company something: in the app's bell, by mail, and in the Slack channel of the company.

    to: [admin, jo@example.com]
    channels: [inApp, email]
    title: Order {{ trigger.body.name }} is large
    message: It is worth {{ trigger.body.total_price }}.
    link: https://shop.example.com/orders/{{ trigger.body.id }}

A role means people with that role or a higher one. Each person's own preferences say how mails come, and may leave a channel
out. Slack gets one post, whoever is meant. A repeated attempt tells nobody twice.`,
  input: z.strictObject({
    to: z
      .union([Person.transform((one) => [one]), z.array(Person).min(1).max(50)])
      .meta({ title: "Whom", description: "Roles and e-mail addresses of members." }),
    channels: z
      .array(z.enum(["inApp", "email", "slack"]))
      .min(1, "Choose at least one channel.")
      .default(["inApp", "email"])
      .meta({ title: "Channels" }),
    title: z.string().trim().min(1).max(200).meta({ title: "Title" }),
    message: z.string().max(2000).default("").meta({ title: "Message", widget: "textarea" }),
    link: z
      .string()
      .max(2000)
      .refine(
        (text) => /^\/(?!\/)/.test(text) || z.url({ protocol: /^https?$/ }).safeParse(text).success,
        "A path of the app such as /runs, or an address that begins with https://.",
      )
      .optional()
      .meta({ title: "Link" }),
  }),
  output: z.object({
    /** How many people it reached now; a repeated attempt counts those of the first as none. */
    people: z.int(),
    slack: z.boolean(),
  }),
  pure: false,
  run: (ctx, { to, channels, title, message, link = null }) =>
    ctx.notify(ctx.key, {
      role: ROLES.find((role) => to.includes(role)) ?? null,
      emails: to.filter((one) => !ROLES.includes(one)).map((email) => email.toLowerCase()),
      channels,
      title,
      message,
      link,
    }),
});
