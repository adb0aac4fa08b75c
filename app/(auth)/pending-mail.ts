const KEY = "steward:pending-mail";

/** The address a mail was just sent to; kept in this tab only, so that it never stands in a URL. */
export const pendingMail = {
  read: (): string => sessionStorage.getItem(KEY) ?? "",
  write: (email: string) => sessionStorage.setItem(KEY, email),
};
