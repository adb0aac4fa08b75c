import { builtIn } from "@/lib/domain/sequences/built-in/built-in";

/** The month in numbers; `event` is what the monthly count found. */
export const usageReport = builtIn("usage-report", {
  schemaVersion: 1,
  name: "Monthly usage report",
  description: "On the first working days of a month: what ran, what failed, what it saved.",
  category: "notification",
  entry: { event: "metrics/month.counted", reentry: "after-end" },
  holdout: 0,
  window: { days: [1, 2, 3, 4, 5], from: "08:00", to: "12:00" },
  steps: [
    {
      key: "report",
      type: "mail",
      when: { day: 0, at: "09:00" },
      if: "event.runs > 0",
      lateHours: 168,
      content: {
        subject: "{{ event.month.en }}: {{ event.runs }} runs, {{ event.successRate }} succeeded",
        preview: "{{ tenant.name }} in numbers.",
        body: `# {{ tenant.name }} in {{ event.month.en }}

| | |
| --- | --- |
| Runs | {{ event.runs }} |
| Succeeded | {{ event.successRate }} |
| Failed | {{ event.failed }} |
| Webhooks received | {{ event.deliveries }} |
| Steps done | {{ event.steps }} |

Busiest workflow: **{{ event.busiest }}**.`,
        action: { label: "See the details", url: "{{ url.app }}" },
      },
      contentDe: {
        subject: "{{ event.month.de }}: {{ event.runs }} Läufe, {{ event.successRate }} gelungen",
        preview: "{{ tenant.name }} in Zahlen.",
        body: `# {{ tenant.name }} im {{ event.month.de }}

| | |
| --- | --- |
| Läufe | {{ event.runs }} |
| Gelungen | {{ event.successRate }} |
| Gescheitert | {{ event.failed }} |
| Empfangene Webhooks | {{ event.deliveries }} |
| Ausgeführte Schritte | {{ event.steps }} |

Meistgenutzter Ablauf: **{{ event.busiest }}**.`,
        action: { label: "Einzelheiten ansehen", url: "{{ url.app }}" },
      },
    },
  ],
});
