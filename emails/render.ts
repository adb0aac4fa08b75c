import { createElement } from "react";
import { render, toPlainText } from "react-email";
import { type Mail, type MailKey, type MailProps, mails } from "./catalogue";

const TEXT = {
  wordwrap: 78,
  selectors: [
    { selector: "h1", options: { uppercase: false } },
    { selector: "h2", options: { uppercase: false } },
    { selector: "table.facts", format: "dataTable", options: { uppercaseHeaderCells: false } },
    { selector: "[data-skip-in-text=true]", format: "skip" },
  ],
};

/** Renders a mail. The same key and props give the same bytes, so that a retried send is the same request. */
export const renderMail = async <Key extends MailKey>(
  key: Key,
  props: MailProps<Key>,
): Promise<{ subject: string; html: string; text: string }> => {
  // `mails[key]` is the mail of `Key`; TypeScript does not follow an index by a type parameter.
  const { subject, Component } = mails[key] as unknown as Mail<MailProps<Key>>;
  const html = await render(createElement(Component, props as never));
  return { subject: subject(props), html, text: toPlainText(html, TEXT) };
};
