import type { ReactNode } from "react";

/** Head, body and foot of a page before sign-in. */
export const AuthPage = ({
  title,
  summary,
  foot,
  children,
}: {
  title: string;
  summary?: ReactNode;
  foot?: ReactNode;
  children?: ReactNode;
}) => (
  <div className="grid gap-6">
    <div className="grid gap-1">
      <h1 className="font-semibold text-2xl">{title}</h1>
      {summary && <p className="text-muted">{summary}</p>}
    </div>
    {children}
    {foot && <p className="text-muted">{foot}</p>}
  </div>
);

/** How links inside sentences look. */
export const TEXT_LINK =
  "font-medium text-accent underline underline-offset-2 hover:text-accent-strong";
