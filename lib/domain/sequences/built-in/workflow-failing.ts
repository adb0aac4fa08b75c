import { builtIn } from "@/lib/domain/sequences/built-in/built-in";

/** The alert of the first failure is a notification; these come when nobody has dealt with it. */
export const workflowFailing = builtIn("workflow-failing", {
  schemaVersion: 1,
  name: "Workflow failing",
  description:
    "Reminds the people in charge of a workflow that keeps failing, until it runs again; once for each cause until then.",
  category: "notification",
  entry: { event: "dead-letters/group.failed", reentry: "after-end" },
  goal: { event: "dead-letters/workflow.recovered" },
  holdout: 0,
  window: { from: "08:00", to: "18:00" },
  steps: [
    {
      key: "still-failing",
      type: "mail",
      when: { day: 1, at: "09:00" },
      content: {
        subject: "{{ event.workflowName }} still fails",
        preview: "{{ event.message }}",
        body: `# {{ event.workflowName }} still fails

Since yesterday its runs end with the same error:

> {{ event.message }}

The failed runs are kept. Once the cause is gone, run them again from the failed step, all at once; what succeeded is not repeated.`,
        action: { label: "See the failed runs", url: "{{ url.deadLetters }}" },
      },
      contentDe: {
        subject: "{{ event.workflowName }} scheitert weiterhin",
        preview: "{{ event.message }}",
        body: `# {{ event.workflowName }} scheitert weiterhin

Seit gestern enden die Läufe mit demselben Fehler:

> {{ event.message }}

Die gescheiterten Läufe sind aufgehoben. Ist die Ursache behoben, lassen sie sich alle zusammen ab dem gescheiterten Schritt wiederholen; was gelungen ist, geschieht nicht noch einmal.`,
        action: { label: "Gescheiterte Läufe ansehen", url: "{{ url.deadLetters }}" },
      },
    },
    {
      key: "a-week",
      type: "mail",
      when: { day: 7, at: "09:00" },
      content: {
        subject: "{{ event.workflowName }} has failed for a week",
        preview: "Fix it, pause it, or discard what is waiting.",
        body: `# A week of failures

{{ event.workflowName }} has not worked for a week. Three ways out: fix the cause and run the failed ones again, pause the workflow, or discard what is waiting.

This is the last reminder.`,
        action: { label: "Decide what to do", url: "{{ url.deadLetters }}" },
      },
      contentDe: {
        subject: "{{ event.workflowName }} scheitert seit einer Woche",
        preview: "Beheben, anhalten oder verwerfen, was wartet.",
        body: `# Eine Woche ohne Erfolg

{{ event.workflowName }} hat seit einer Woche nicht funktioniert. Drei Auswege: die Ursache beheben und die gescheiterten Läufe wiederholen, den Ablauf anhalten, oder verwerfen, was wartet.

Das ist die letzte Erinnerung.`,
        action: { label: "Entscheiden", url: "{{ url.deadLetters }}" },
      },
    },
  ],
});
