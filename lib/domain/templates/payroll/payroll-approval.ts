import { defineTemplate } from "@/lib/domain/templates/template";

/** The month's payroll, started once after somebody agreed. */
export const payrollApproval = defineTemplate({
  id: "payroll-approval",
  title: "Approve and start the payroll",
  why: "The payroll runs on time and only once, and nobody is paid for hours that nobody looked at.",
  outcome:
    "Missing timesheets are named, and after approval one payroll run is started for the month.",
  industries: ["payroll"],
  uses: ["timesheets"],
  popularity: 5,
  needs: [
    {
      name: "hr",
      label: "Payroll API",
      type: "url",
      help: "Answers GET /timesheets with {people, missing, total}; takes POST /payrolls.",
    },
    { name: "team", label: "Who chases timesheets", type: "email" },
    { name: "timeZone", label: "Time zone", type: "time zone" },
  ],
  build: ({ hr, team, timeZone }) => {
    const month = `{{ formatDate(timestamp(trigger.scheduledAt), 'yyyy-MM', '${timeZone}') }}`;
    return {
      trigger: { type: "schedule", cron: "0 8 25 * *", timeZone },
      steps: [
        { id: "hours", type: "http.request", with: { url: `${hr}/timesheets`, query: { month } } },
        {
          id: "complete",
          type: "condition",
          needs: ["hours"],
          with: { if: "size(steps.hours.output.body.missing) == 0" },
        },
        {
          id: "chase",
          type: "email.send",
          needs: ["complete"],
          when: "!steps.complete.output.result",
          with: {
            to: team,
            subject: `Timesheets missing for ${month}`,
            text: "Missing: {{ steps.hours.output.body.missing.join(', ') }}",
          },
        },
        {
          id: "ask",
          type: "approval",
          needs: ["hours"],
          with: {
            title: `Start the payroll ${month}?`,
            fields: {
              People: "{{ steps.hours.output.body.people }}",
              Total: "{{ steps.hours.output.body.total }}",
              Missing: "{{ size(steps.hours.output.body.missing) }}",
            },
            approvers: ["admin"],
          },
        },
        {
          id: "start",
          type: "http.request",
          needs: ["ask"],
          when: 'steps.ask.output.decision == "approved"',
          with: {
            url: `${hr}/payrolls`,
            headers: { "idempotency-key": `payroll-${month}` },
            json: { month },
          },
        },
      ],
    };
  },
  sample: {},
});
