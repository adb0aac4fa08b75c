import type { en } from "./en";

/** Every sentence of ours in a mail, German; without du or Sie where it can be done. */
export const de: typeof en = {
  fallback: "Falls der Knopf nicht geht, diese Adresse öffnen:",
  workspace: "Arbeitsbereich",
  workflow: "Ablauf",
  worksFor: (time) => `Der Link gilt ${time} lang und einmal.`,
  unsubscribe: "Diese Mails abbestellen",
  preferences: "Auswählen, welche Mails kommen",
  basis: {
    "opt-in": (from) => `Diese Mail kommt, weil Mails von ${from} zugestimmt wurde.`,
    "soft-opt-in": (from) =>
      `Diese Mail kommt nach der Anmeldung bei ${from}, der kein Widerspruch folgte.`,
    contract: (from) => `Diese Mail kommt, weil ein Vertrag mit ${from} besteht.`,
    unknown: (from) => `Diese Mail kommt, weil diese Adresse bei ${from} als Kontakt geführt wird.`,
  },
  confirmEmail: {
    subject: "E-Mail-Adresse bestätigen",
    preview: (email) => `Ein Klick, und ${email} ist bestätigt.`,
    note: "Niemand hat sich angemeldet? Dann diese Mail übergehen; ohne Bestätigung geschieht nichts.",
    text: (email) =>
      `Zum Abschluss der Anmeldung bitte bestätigen, dass ${email} die eigene Adresse ist.`,
    button: "E-Mail-Adresse bestätigen",
    code: "Oder diesen Code dort eingeben, wo die Anmeldung begann:",
  },
  invitation: {
    subject: (inviter, tenant) => `Einladung von ${inviter} zu ${tenant}`,
    preview: (tenant, brand) => `Bei ${tenant} auf ${brand} mitarbeiten.`,
    note: (inviter) =>
      `${inviter} ist nicht bekannt? Dann diese Mail übergehen; ohne Zusage tritt niemand bei.`,
    text: (inviter, tenant, brand) =>
      `${tenant} erledigt mit ${brand} die Büroarbeit. Die Zusage öffnet den gemeinsamen Arbeitsbereich mit ${inviter}.`,
    role: "Rolle",
    expires: "Offen bis",
    button: "Einladung annehmen",
  },
  magicLink: {
    subject: (brand) => `Link zur Anmeldung bei ${brand}`,
    preview: (email) => `Anmelden als ${email}.`,
    note: "Nicht angefordert? Dann diese Mail übergehen und den Link nicht weitergeben: Er öffnet das Konto.",
    title: (brand) => `Bei ${brand} anmelden`,
    text: (email) => `Dieser Link meldet ${email} an.`,
    code: "Oder diesen Code dort eingeben, wo er angefordert wurde:",
  },
  resetPassword: {
    subject: "Passwort zurücksetzen",
    preview: (email) => `Ein neues Passwort für ${email} wählen.`,
    note: "Nicht angefordert? Dann diese Mail übergehen; das Passwort bleibt, wie es ist.",
    text: (email) => `Für ${email} wurde ein neues Passwort angefordert.`,
    button: "Neues Passwort wählen",
  },
  approval: {
    subject: (title) => `Zu entscheiden: ${title}`,
    again: (title) => `Noch offen: ${title}`,
    preview: (tenant, deadline) => `${tenant} braucht eine Entscheidung bis ${deadline}.`,
    previewAgain: (since) => `Seit ${since} hat niemand entschieden; jetzt geht die Frage hierher.`,
    textAgain: (since) => `Seit ${since} hat niemand entschieden, deshalb geht die Frage hierher.`,
    note: (workflow, tenant) =>
      `Diese Mail kommt, weil „${workflow}“ von ${tenant} um eine Entscheidung bittet. Der Link ist persönlich: Wer ihn hat, kann im eigenen Namen entscheiden.`,
    noteAgain: (workflow, tenant) =>
      `Diese Mail kommt, weil „${workflow}“ von ${tenant} fragt, wenn andere nicht entscheiden. Der Link ist persönlich: Wer ihn hat, kann im eigenen Namen entscheiden.`,
    deadline: "Offen bis",
    button: "Ansehen und entscheiden",
    otherwise: {
      reject: "Entscheidet bis dahin niemand, wird abgelehnt.",
      approve: "Entscheidet bis dahin niemand, wird zugestimmt.",
      fail: "Entscheidet bis dahin niemand, endet der Lauf mit einem Fehler.",
    },
  },
  workflowFailed: {
    subject: (workflow) => `Gescheitert: ${workflow}`,
    state: "✕ Lauf gescheitert",
    step: (step) => `Der Schritt „${step}“ ist gescheitert und wird nicht wiederholt:`,
    run: "Ein Lauf ist gescheitert und wird nicht wiederholt:",
    note: (tenant) =>
      `Diese Mail geht an alle, die ${tenant} verwalten. Die nächste zu dieser Ursache kommt frühestens nach einer Stunde.`,
    button: "Ansehen, was gescheitert ist",
    failedAt: "Gescheitert am",
    id: "Lauf",
  },
  notification: {
    note: (tenant) => `Diese Mail geht an Sie als Mitglied von ${tenant}.`,
    button: "Öffnen",
    inbox: "Posteingang öffnen",
    choose: "Auswählen, was per Mail kommt",
    count: (count) => `${count} ${count === 1 ? "Benachrichtigung" : "Benachrichtigungen"}`,
    subject: (count, tenant) =>
      `${count} ${count === 1 ? "Benachrichtigung" : "Benachrichtigungen"} von ${tenant}`,
  },
  workflowMessage: {
    note: (tenant) => `Gesendet von ${tenant} mit Steward.`,
  },
};
