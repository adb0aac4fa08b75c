import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { HelpLink } from "@/app/_ui/help/help-link";

/** A place with nothing in it: one sentence and the next action. */
export const Empty = ({
  icon: Icon,
  title,
  children,
  action,
  help,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** The article that says how this place is filled. */
  help?: string;
}) => (
  <div className="grid justify-items-center gap-3 rounded-lg border border-dashed border-line px-6 py-14 text-center">
    <Icon aria-hidden className="size-6 text-faint" strokeWidth={1.5} />
    <div className="grid max-w-sm gap-1">
      <p className="font-medium">{title}</p>
      {children && <p className="text-muted">{children}</p>}
    </div>
    {action}
    {help && <HelpLink slug={help}>Read how it works</HelpLink>}
  </div>
);
