import { bareAddress, type Entry, isShown } from "../mail.ts";

/** Mails that are in an inbox, newest first. `to` is one exact address; `text` is looked for in recipients, sender and subject. */
export const searchMails = (
  entries: Iterable<Entry>,
  { to, text, limit }: { to?: string; text?: string; limit: number },
): Entry[] => {
  const address = to ? bareAddress(to) : null;
  const needle = text?.trim().toLowerCase();
  const matches = (entry: Entry) =>
    isShown(entry) &&
    (address === null || entry.to.some((one) => bareAddress(one) === address)) &&
    (!needle ||
      [...entry.to, ...entry.cc, ...entry.bcc, entry.from, entry.subject].some((part) =>
        part.toLowerCase().includes(needle),
      ));
  const found: Entry[] = [];
  for (const entry of [...entries].reverse()) {
    if (found.length === limit) break;
    if (matches(entry)) found.push(entry);
  }
  return found;
};
