import type { MailCategory } from "@/lib/core/mail-category";

const en = {
  category: {
    lifecycle: ["Getting started", "Tips in the first weeks, and when you have been away."],
    product: ["News and offers", "What is new, and notices about your plan."],
    notification: ["Reports and reminders", "What happened, in numbers."],
  } satisfies Record<MailCategory, [string, string]>,
  unsubscribe: {
    title: "Stop these mails?",
    summary: (sender: string, kind: string, email: string) =>
      `${sender} sends “${kind}” to ${email}.`,
    button: "Unsubscribe",
    done: "You are unsubscribed",
    doneSummary: (sender: string, kind: string) =>
      `No more “${kind}” from ${sender}. Mails that answer something you do still come.`,
    undo: "That was a mistake: send them again",
    undone: "You get them again",
    others: "Choose which mails you get",
  },
  preferences: {
    title: (sender: string) => `Mails from ${sender}`,
    summary: (email: string) =>
      `What ${email} gets. Mails that answer something you do always come.`,
    save: "Save",
    none: "Stop all of them",
    saved: "Saved. It counts from the next mail on.",
    legend: "Kinds of mail",
  },
  suppressed: {
    bounced: "Mail to this address came back, so nothing is sent to it, whatever is ticked here.",
    complained:
      "A mail was reported as spam from this address, so nothing is sent to it, whatever is ticked here.",
    other: "Nothing is sent to this address at present, whatever is ticked here.",
  },
  nowhere: {
    title: "This link leads nowhere",
    summary:
      "Part of it was lost on the way, or the address is no longer known here; then no more mail comes. Copy the whole address from the mail and try again.",
  },
  failed: "That did not work. Try again in a moment.",
};

const de: typeof en = {
  category: {
    lifecycle: ["Erste Schritte", "Hinweise in den ersten Wochen und nach längerer Pause."],
    product: ["Neuigkeiten und Angebote", "Was neu ist, und Hinweise zum Tarif."],
    notification: ["Berichte und Erinnerungen", "Was geschehen ist, in Zahlen."],
  },
  unsubscribe: {
    title: "Diese Mails abbestellen?",
    summary: (sender, kind, email) => `${sender} sendet „${kind}“ an ${email}.`,
    button: "Abbestellen",
    done: "Abbestellt",
    doneSummary: (sender, kind) =>
      `„${kind}“ von ${sender} kommt nicht mehr. Mails, die auf eine Handlung antworten, kommen weiterhin.`,
    undo: "Das war ein Versehen: wieder senden",
    undone: "Die Mails kommen wieder",
    others: "Auswählen, welche Mails kommen",
  },
  preferences: {
    title: (sender) => `Mails von ${sender}`,
    summary: (email) =>
      `Was ${email} bekommt. Mails, die auf eine Handlung antworten, kommen immer.`,
    save: "Speichern",
    none: "Alle abbestellen",
    saved: "Gespeichert. Es gilt ab der nächsten Mail.",
    legend: "Arten von Mails",
  },
  suppressed: {
    bounced:
      "Eine Mail an diese Adresse kam zurück; es wird nichts gesendet, gleich was hier gewählt ist.",
    complained:
      "Von dieser Adresse wurde eine Mail als Spam gemeldet; es wird nichts gesendet, gleich was hier gewählt ist.",
    other: "An diese Adresse wird zurzeit nichts gesendet, gleich was hier gewählt ist.",
  },
  nowhere: {
    title: "Dieser Link führt nirgendwohin",
    summary:
      "Ein Teil ging unterwegs verloren, oder die Adresse ist hier nicht mehr bekannt; dann kommt auch keine Mail mehr. Die ganze Adresse aus der Mail kopieren und noch einmal versuchen.",
  },
  failed: "Das hat nicht geklappt. Bitte gleich noch einmal versuchen.",
};

const WORDS = { en, de };

/** What the pages behind the links of mails say, in the reader's language. */
export const wordsOf = (locale: keyof typeof WORDS): typeof en => WORDS[locale];
