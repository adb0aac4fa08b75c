import { defineTemplate } from "@/lib/domain/templates/template";

/** One reminder a level and invoice. */
export const overdueInvoices = defineTemplate({
  id: "overdue-invoices",
  title: "Remind of overdue invoices",
  why: "Reminders that go out by themselves bring money in, and the same one must not go out twice.",
  outcome: "Each overdue invoice has one reminder of its level, and a mail sums them up.",
  industries: ["payroll", "agency"],
  uses: ["invoices"],
  popularity: 4,
  needs: [
    {
      name: "billing",
      label: "Billing API",
      type: "url",
      help: "Answers GET /invoices/overdue with [{id, level}]; takes POST /invoices/…/reminders.",
    },
    { name: "team", label: "Who is told", type: "email" },
    { name: "timeZone", label: "Time zone", type: "time zone" },
  ],
  build: ({ billing, team, timeZone }) => ({
    trigger: { type: "schedule", cron: "30 8 * * 1-5", timeZone },
    steps: [
      { id: "overdue", type: "http.request", with: { url: `${billing}/invoices/overdue` } },
      {
        id: "remind",
        type: "for-each",
        needs: ["overdue"],
        with: { items: "steps.overdue.output.body", onItemError: "continue" },
        steps: [
          {
            id: "send",
            type: "http.request",
            with: {
              url: `${billing}/invoices/{{ item.id }}/reminders`,
              headers: { "idempotency-key": "reminder-{{ item.id }}-{{ item.level }}" },
              json: { level: "{{ item.level }}" },
            },
          },
        ],
      },
      {
        id: "tell",
        type: "email.send",
        needs: ["remind"],
        with: {
          to: team,
          subject: "{{ steps.remind.output.succeeded }} reminders sent",
          text: "{{ steps.remind.output.failed }} of {{ steps.remind.output.count }} could not be sent.",
        },
      },
    ],
  }),
  sample: {},
});
