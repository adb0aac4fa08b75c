const KEY = "steward:pending-mail";

/** `next` is the path to go on to once the address is confirmed. */
type Pending = { email: string; next: string };

const NONE: Pending = { email: "", next: "/" };

/** The address a mail was just sent to; kept in this tab only, so that it never stands in a URL. */
export const pendingMail = {
  read: (): Pending => ({ ...NONE, ...JSON.parse(sessionStorage.getItem(KEY) ?? "{}") }),
  write: (pending: Pending) => sessionStorage.setItem(KEY, JSON.stringify(pending)),
};
