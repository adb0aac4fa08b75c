import { builtIn } from "@/lib/domain/sequences/built-in/built-in";

/** From the confirmed address to the first successful run of a workflow: days 0, 1, 3, 7 and 14. */
export const welcome = builtIn("welcome", {
  schemaVersion: 1,
  name: "Welcome",
  description: "Brings a new person to the first successful run of a workflow of their own.",
  category: "lifecycle",
  entry: { event: "accounts/user.confirmed" },
  goal: { event: "workflows/run.succeeded-first" },
  // The first mail answers an act and comes at once; the others name a time of day.
  window: { from: "00:00", to: "00:00" },
  steps: [
    {
      key: "day-0",
      type: "mail",
      when: { day: 0 },
      toHeldOut: true,
      content: {
        subject: "Welcome to Steward",
        preview: "{{ tenant.name }} is ready. Your first workflow takes a few minutes.",
        body: `# {{ person.firstName == "" ? "Welcome" : "Welcome, " + person.firstName }}

{{ tenant.name }} is ready. Steward does the back-office work that keeps coming back: it starts on an order, a schedule or a click, does the steps you chose, and keeps a record of each.

Three steps to the first one:

1. Send a test event, or try it with sample data.
2. Start from a template and publish it.
3. Watch it run, step by step.`,
        action: { label: "Open your workspace", url: "{{ url.app }}" },
      },
      contentDe: {
        subject: "Willkommen bei Steward",
        preview: "{{ tenant.name }} ist bereit. Der erste Ablauf dauert wenige Minuten.",
        body: `# {{ person.firstName == "" ? "Willkommen" : "Willkommen, " + person.firstName }}

{{ tenant.name }} ist bereit. Steward erledigt die Büroarbeit, die immer wiederkommt: Es beginnt bei einer Bestellung, zu einer Uhrzeit oder auf einen Klick, führt die gewählten Schritte aus und hält jeden davon fest.

Drei Schritte bis zum ersten Ablauf:

1. Ein Testereignis senden oder Beispieldaten nehmen.
2. Mit einer Vorlage beginnen und sie veröffentlichen.
3. Zusehen, wie sie Schritt für Schritt läuft.`,
        action: { label: "Arbeitsbereich öffnen", url: "{{ url.app }}" },
      },
    },
    {
      key: "day-1",
      type: "mail",
      when: { day: 1, at: "09:30" },
      if: "progress.published == 0",
      content: {
        subject: "Your first workflow, from a template",
        preview: "Pick one, fill in an address, publish. Five minutes.",
        body: `# Start from a template

Most people begin with one of these:

- **Tell the team about big orders**: an order arrives, its total is checked, the team hears of it.
- **Chase failed payments**: wait three days, look again, then write to the customer.
- **The daily sales summary**: every morning at nine, in your own time zone.

Choose one, fill in where it should write to, and publish. You can try it with sample data before anything real arrives.`,
        action: { label: "Choose a template", url: "{{ url.templates }}" },
      },
      contentDe: {
        subject: "Der erste Ablauf, aus einer Vorlage",
        preview: "Auswählen, Adresse eintragen, veröffentlichen. Fünf Minuten.",
        body: `# Mit einer Vorlage beginnen

Die meisten fangen mit einer von diesen an:

- **Große Bestellungen melden**: Eine Bestellung kommt an, die Summe wird geprüft, das Team erfährt davon.
- **Gescheiterten Zahlungen nachgehen**: drei Tage warten, noch einmal nachsehen, dann dem Kunden schreiben.
- **Die tägliche Übersicht**: jeden Morgen um neun, in der eigenen Zeitzone.

Eine auswählen, eintragen, wohin sie schreiben soll, und veröffentlichen. Vor dem ersten echten Ereignis lässt sie sich mit Beispieldaten ausprobieren.`,
        action: { label: "Vorlage auswählen", url: "{{ url.templates }}" },
      },
    },
    {
      key: "day-3",
      type: "mail",
      when: { day: 3, at: "09:30" },
      if: "progress.webhooks == 0",
      content: {
        subject: "Point your shop's webhook at Steward",
        preview: "One address and one secret, and orders start arriving.",
        body: `# Let real events arrive

A published workflow has an address of its own. In your shop's settings, add a webhook for new orders with that address, and copy its signing secret into the workflow's trigger.

Steward checks every signature, keeps what arrives before it answers, and never runs the same delivery twice.`,
        action: { label: "Open your workflows", url: "{{ url.workflows }}" },
      },
      contentDe: {
        subject: "Den Webhook des Shops auf Steward richten",
        preview: "Eine Adresse und ein Geheimnis, und Bestellungen kommen an.",
        body: `# Echte Ereignisse ankommen lassen

Ein veröffentlichter Ablauf hat eine eigene Adresse. In den Einstellungen des Shops einen Webhook für neue Bestellungen mit dieser Adresse anlegen und sein Signaturgeheimnis in den Auslöser des Ablaufs eintragen.

Steward prüft jede Signatur, bewahrt auf, was ankommt, bevor es antwortet, und führt dieselbe Sendung nie zweimal aus.`,
        action: { label: "Abläufe öffnen", url: "{{ url.workflows }}" },
      },
    },
    {
      key: "day-7",
      type: "mail",
      when: { day: 7, at: "09:30" },
      content: {
        subject:
          '{{ progress.published > 0 ? "Your workflow has not finished a run yet" : "A week in: what is in the way?" }}',
        preview: "Where runs stop, and how to see why.",
        body: `# What is in the way?

{{ progress.published > 0 ? "You published a workflow, but no run of it has succeeded so far." : "You have not published a workflow so far." }}

- Open **Runs**: the failed step comes first, with what the other side said and what to do.
- Fix it and run again **from the failed step**; what succeeded is not repeated.
- Reply to this mail if you are stuck. A person reads it.`,
        action: { label: "See your runs", url: "{{ url.runs }}" },
      },
      contentDe: {
        subject:
          '{{ progress.published > 0 ? "Der Ablauf ist noch nie durchgelaufen" : "Eine Woche: Was steht im Weg?" }}',
        preview: "Wo Läufe stehen bleiben und warum.",
        body: `# Was steht im Weg?

{{ progress.published > 0 ? "Ein Ablauf ist veröffentlicht, aber bisher ist kein Lauf gelungen." : "Bisher ist kein Ablauf veröffentlicht." }}

- **Läufe** öffnen: Der gescheiterte Schritt steht oben, mit der Antwort der Gegenseite und dem nächsten Handgriff.
- Beheben und **ab dem gescheiterten Schritt** wiederholen; was gelungen ist, geschieht nicht noch einmal.
- Auf diese Mail antworten, wenn es hakt. Ein Mensch liest sie.`,
        action: { label: "Läufe ansehen", url: "{{ url.runs }}" },
      },
    },
    {
      key: "day-14",
      type: "mail",
      when: { day: 14, at: "09:30" },
      content: {
        subject: "The last of these mails",
        preview: "Your workspace stays as it is.",
        body: `# We will leave you in peace

This is the last mail of this kind. Your workspace stays as it is, with everything you set up.

When a task comes back for the third time, that is the moment: a template takes five minutes.`,
        action: { label: "Open your workspace", url: "{{ url.app }}" },
      },
      contentDe: {
        subject: "Die letzte dieser Mails",
        preview: "Der Arbeitsbereich bleibt, wie er ist.",
        body: `# Ab jetzt ist Ruhe

Das ist die letzte Mail dieser Art. Der Arbeitsbereich bleibt mit allem, was eingerichtet ist, wie er ist.

Wenn eine Aufgabe zum dritten Mal kommt, ist der Moment da: Eine Vorlage dauert fünf Minuten.`,
        action: { label: "Arbeitsbereich öffnen", url: "{{ url.app }}" },
      },
    },
  ],
});
