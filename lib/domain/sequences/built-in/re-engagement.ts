import { builtIn } from "@/lib/domain/sequences/built-in/built-in";

/** For people who stopped half-way and have not moved for three days. */
export const reEngagement = builtIn("re-engagement", {
  schemaVersion: 1,
  name: "Re-engagement",
  description: "Asks people who went quiet what is missing, twice and no more.",
  category: "lifecycle",
  entry: { event: "onboarding/stalled", reentry: "after-end" },
  goal: { event: "workflows/run.succeeded-first" },
  exits: [{ event: "onboarding/step.completed" }],
  window: { days: [2, 3, 4], from: "09:00", to: "16:00" },
  steps: [
    {
      key: "what-is-missing",
      type: "mail",
      when: { day: 0, at: "10:00" },
      content: {
        subject: "What would have to work?",
        preview: "You stopped half-way. Tell us where.",
        body: `# You stopped half-way

{{ tenant.name }} is set up, but nothing has run on its own yet. The next step is waiting where you left it.

If something did not fit, answer this mail with one sentence. It helps more than any survey.`,
        action: { label: "Go on where you left off", url: "{{ url.app }}" },
      },
      contentDe: {
        subject: "Was müsste gehen?",
        preview: "Auf halbem Weg stehen geblieben. Woran lag es?",
        body: `# Auf halbem Weg

{{ tenant.name }} ist eingerichtet, aber noch läuft nichts von allein. Der nächste Schritt wartet an derselben Stelle.

Wenn etwas nicht gepasst hat, genügt ein Satz als Antwort auf diese Mail. Das hilft mehr als jede Umfrage.`,
        action: { label: "Dort weitermachen", url: "{{ url.app }}" },
      },
    },
    {
      key: "with-sample-data",
      type: "mail",
      when: { day: 6, at: "10:00" },
      content: {
        subject: "See it work with sample data",
        preview: "One click, nothing of yours is touched, one click to remove it.",
        body: `# Two minutes, without any set-up

One click fills your workspace with a sample workflow for your industry and really runs it. It is marked as sample data, sends nothing to anybody, and leaves with one click.`,
        action: { label: "Try it with sample data", url: "{{ url.app }}" },
      },
      contentDe: {
        subject: "Mit Beispieldaten ansehen",
        preview: "Ein Klick, nichts Eigenes wird berührt, ein Klick zum Entfernen.",
        body: `# Zwei Minuten, ohne Einrichtung

Ein Klick legt einen Beispielablauf für die eigene Branche an und führt ihn wirklich aus. Er ist als Beispiel gekennzeichnet, schreibt niemandem und verschwindet mit einem Klick.`,
        action: { label: "Mit Beispieldaten ausprobieren", url: "{{ url.app }}" },
      },
    },
  ],
});
