import type { Route } from "next";
import type { ReactNode } from "react";
import { Link } from "@/app/_ui/controls/link";

type Props = {
  href: string | null;
  className: string;
  onClick: () => void;
  /** Set in lists that `j` and `k` walk over. */
  row?: string;
  children: ReactNode;
};

/** Leads where a notification is dealt with: inside the app, to another site in a new tab, or to the inbox. */
export const NotificationLink = ({ href, row, children, ...rest }: Props) => {
  const props = {
    ...rest,
    ...(row && { "data-row": true, "data-id": row, "aria-keyshortcuts": "e" }),
  };
  return href?.startsWith("http") ? (
    <a {...props} href={href} target="_blank" rel="noreferrer noopener">
      {children}
      <span className="sr-only"> (opens another site)</span>
    </a>
  ) : (
    <Link {...props} href={(href ?? "/notifications") as Route}>
      {children}
    </Link>
  );
};
