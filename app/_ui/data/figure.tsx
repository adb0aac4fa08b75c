import type { LucideIcon } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { Link } from "@/app/_ui/controls/link";

type Props = {
  title: string;
  value: ReactNode;
  /** What stands behind the number. */
  note?: ReactNode;
  icon: LucideIcon;
  href?: Route;
};

/** One number with its name; opens what it counts. */
export const Figure = ({ title, value, note, icon: Icon, href }: Props) => (
  <div className="relative grid content-start gap-1 rounded-lg border border-line bg-surface p-4 has-[a]:hover:bg-hover">
    <p className="flex items-center gap-1.5 text-muted text-sm">
      <Icon aria-hidden className="size-4" />
      {href ? (
        <Link href={href} className="after:absolute after:inset-0 after:rounded-lg">
          {title}
        </Link>
      ) : (
        title
      )}
    </p>
    <p className="tabular font-semibold text-2xl">{value}</p>
    <p className="min-h-5 text-muted text-sm">{note}</p>
  </div>
);
