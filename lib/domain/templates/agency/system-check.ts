import { defineTemplate } from "@/lib/domain/templates/template";

/** Asks another system each working day and says what it answered. */
export const systemCheck = defineTemplate({
  id: "system-check",
  title: "Look at something each morning",
  why: "You hear of a broken page or report from us, before a client tells you.",
  outcome: "A mail says what the system answered; when it is down, the mail says so.",
  industries: ["agency", "commerce", "hospitality", "payroll"],
  uses: [],
  popularity: 3,
  needs: [
    { name: "page", label: "Address to look at", type: "url" },
    { name: "team", label: "Who is told", type: "email" },
    { name: "timeZone", label: "Time zone", type: "time zone" },
  ],
  build: ({ page, team, timeZone }) => ({
    trigger: { type: "schedule", cron: "0 9 * * 1-5", timeZone },
    steps: [
      {
        id: "ask",
        type: "http.request",
        with: { method: "GET", url: page, accept: [404, 500, 502, 503] },
      },
      {
        id: "state",
        type: "switch",
        needs: ["ask"],
        with: { cases: [{ name: "up", if: "steps.ask.output.status < 300" }], default: "down" },
      },
      {
        id: "fine",
        type: "email.send",
        needs: ["state"],
        when: 'steps.state.output.case == "up"',
        with: {
          to: team,
          subject: "This morning: all is well",
          text: "It answered with status {{ steps.ask.output.status }}.",
        },
      },
      {
        id: "alarm",
        type: "email.send",
        needs: ["state"],
        when: 'steps.state.output.case == "down"',
        with: {
          to: team,
          subject: "This morning: it is down",
          text: "It answered with status {{ steps.ask.output.status }}.",
        },
      },
    ],
  }),
  sample: {},
});
