import { builtIn } from "@/lib/domain/sequences/built-in/built-in";

/** A notice of the relationship, not an advertisement: what ends when, and what happens to the data. */
export const trialEnding = builtIn("trial-ending", {
  schemaVersion: 1,
  name: "Trial ending",
  description: "Says in time that the trial ends, and once more on the day before.",
  category: "notification",
  entry: { event: "plans/trial.ending", reentry: "after-end" },
  exits: [{ event: "plans/plan.chosen" }],
  holdout: 0,
  window: { from: "08:00", to: "18:00" },
  steps: [
    {
      key: "seven-days",
      type: "mail",
      when: { day: 0, at: "09:00" },
      content: {
        subject: "Your trial ends on {{ event.endsOn.en }}",
        preview: "What happens then, and what you can do.",
        body: `# The trial of {{ tenant.name }} ends on {{ event.endsOn.en }}

After that day workflows stop starting. Nothing is deleted: definitions and history stay readable for 30 days.

To keep them running, choose a plan before then. To leave, you need not do anything.`,
        action: { label: "See the plans", url: "{{ url.settings }}" },
      },
      contentDe: {
        subject: "Die Testzeit endet am {{ event.endsOn.de }}",
        preview: "Was dann geschieht und was zu tun ist.",
        body: `# Die Testzeit von {{ tenant.name }} endet am {{ event.endsOn.de }}

Danach beginnen keine neuen Läufe. Gelöscht wird nichts: Abläufe und Verlauf bleiben 30 Tage lesbar.

Damit sie weiterlaufen, vorher einen Tarif wählen. Wer aufhören will, muss nichts tun.`,
        action: { label: "Tarife ansehen", url: "{{ url.settings }}" },
      },
    },
    {
      key: "one-day",
      type: "mail",
      when: { day: 6, at: "09:00" },
      lateHours: 24,
      content: {
        subject: "Your trial ends tomorrow",
        preview: "Workflows stop starting after {{ event.endsOn.en }}.",
        body: `# One day left

The trial of {{ tenant.name }} ends on {{ event.endsOn.en }}. Until then everything runs as before.`,
        action: { label: "See the plans", url: "{{ url.settings }}" },
      },
      contentDe: {
        subject: "Die Testzeit endet morgen",
        preview: "Nach dem {{ event.endsOn.de }} beginnen keine neuen Läufe.",
        body: `# Noch ein Tag

Die Testzeit von {{ tenant.name }} endet am {{ event.endsOn.de }}. Bis dahin läuft alles wie bisher.`,
        action: { label: "Tarife ansehen", url: "{{ url.settings }}" },
      },
    },
  ],
});
