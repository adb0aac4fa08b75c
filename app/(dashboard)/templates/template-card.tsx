import { Lightbulb, Zap } from "lucide-react";
import { Link } from "@/app/_ui/controls/link";
import { INDUSTRIES } from "@/app/_ui/form/industry-field";
import { triggerWords } from "@/app/(dashboard)/workflows/trigger-words";
import type { TemplateItem } from "@/lib/domain/templates/schema";

/** One template: what it is for, what starts it, what it needs and, where it is recommended, why. */
export const TemplateCard = ({
  template: { id, title, why, trigger, needs, industries },
  reason,
}: {
  template: TemplateItem;
  reason?: string | undefined;
}) => (
  <Link
    href={`/templates/${id}`}
    className="grid h-full content-start gap-1.5 rounded-lg border border-line bg-surface p-4 hover:bg-hover"
  >
    <span className="font-medium">{title}</span>
    <span className="text-muted">{why}</span>
    <span className="flex items-center gap-1.5 text-sm">
      <Zap aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 break-words">{triggerWords(trigger)}</span>
    </span>
    <span className="text-muted text-sm">
      {needs.length > 0 ? `Needs: ${needs.map(({ label }) => label).join(", ")}` : "Needs nothing"}
    </span>
    {reason ? (
      <span className="flex items-center gap-1.5 text-sm">
        <Lightbulb aria-hidden className="size-4 shrink-0 text-accent" />
        {reason}
      </span>
    ) : (
      <span className="text-muted text-sm">
        {industries.map((one) => INDUSTRIES[one]).join(", ")}
      </span>
    )}
  </Link>
);
