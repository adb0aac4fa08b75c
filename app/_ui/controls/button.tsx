import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { Route } from "next";
import type { ComponentProps } from "react";
import { cn } from "@/app/_ui/cn";
import { Link } from "@/app/_ui/controls/link";

/** Looks of everything that is pressed; links that act like buttons share them. */
export const buttonStyle = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-accent text-on-accent hover:bg-accent-strong",
        plain: "border border-line bg-surface text-ink hover:bg-hover active:bg-pressed",
        quiet: "text-muted hover:bg-hover hover:text-ink active:bg-pressed",
        danger: "border border-line bg-surface text-failed hover:bg-failed-soft",
      },
      size: {
        small: "h-7 px-2 text-sm",
        normal: "h-8 px-3 text-base",
        large: "h-10 px-4 text-base",
        icon: "size-8",
        "small-icon": "size-7",
      },
    },
    defaultVariants: { look: "plain", size: "normal" },
  },
);

type Style = VariantProps<typeof buttonStyle>;

/** A button; `pending` shows that its work is under way and refuses a second press. */
export const Button = ({
  look,
  size,
  pending = false,
  className,
  children,
  disabled,
  ...props
}: ComponentProps<"button"> & Style & { pending?: boolean }) => (
  <button
    type="button"
    {...props}
    disabled={disabled || pending}
    aria-busy={pending || undefined}
    className={cn(buttonStyle({ look, size }), className)}
  >
    {pending && <LoaderCircle aria-hidden className="motion-safe:animate-spin" />}
    {children}
  </button>
);

/** A link with the looks of a button. */
export const ButtonLink = ({
  look,
  size,
  className,
  ...props
}: Omit<ComponentProps<typeof Link>, "href"> & Style & { href: Route }) => (
  <Link {...props} className={cn(buttonStyle({ look, size }), className)} />
);
