import { defineTemplate } from "@/lib/domain/templates/template";

/** The week in one mail. */
export const salesDigest = defineTemplate({
  id: "sales-digest",
  title: "Weekly sales digest",
  why: "One mail on Monday instead of five reports, and an alarm when sales fall.",
  outcome:
    "A mail compares the week with the one before; a second one warns when it fell by more than a fifth.",
  industries: ["commerce", "agency"],
  uses: ["shopify"],
  popularity: 4,
  needs: [
    {
      name: "shop",
      label: "Sales API",
      type: "url",
      help: "Answers GET /sales/weekly with {orders, total, previous}.",
    },
    { name: "team", label: "Who reads it", type: "email" },
    { name: "timeZone", label: "Time zone", type: "time zone" },
  ],
  build: ({ shop, team, timeZone }) => ({
    trigger: { type: "schedule", cron: "0 9 * * 1", timeZone },
    steps: [
      {
        id: "sales",
        type: "http.request",
        with: { url: `${shop}/sales/weekly`, query: { until: "{{ trigger.scheduledAt }}" } },
      },
      {
        id: "digest",
        type: "email.send",
        needs: ["sales"],
        with: {
          to: team,
          subject:
            "Last week: {{ steps.sales.output.body.total }} from {{ steps.sales.output.body.orders }} orders",
          text: "The week before it was {{ steps.sales.output.body.previous }}.",
        },
      },
      {
        id: "fell",
        type: "condition",
        needs: ["sales"],
        with: {
          if: "decimal(steps.sales.output.body.total) < decimal(steps.sales.output.body.previous) * decimal('0.8')",
        },
      },
      {
        id: "warn",
        type: "email.send",
        needs: ["fell"],
        when: "steps.fell.output.result",
        with: {
          to: team,
          subject: "Sales fell by more than a fifth",
          text: "{{ steps.sales.output.body.total }} after {{ steps.sales.output.body.previous }}.",
        },
      },
    ],
  }),
  sample: {},
});
