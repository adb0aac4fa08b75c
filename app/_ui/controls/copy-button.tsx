"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";

/** Copies `value`; says so for two seconds. `label` names the thing for screen readers. */
export const CopyButton = ({
  value,
  label,
  words,
  className,
}: {
  value: string;
  label: string;
  words?: string;
  className?: string;
}) => {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Button
      look={words ? "plain" : "quiet"}
      size={words ? "normal" : "small-icon"}
      aria-label={words ? undefined : `Copy ${label}`}
      title={`Copy ${label}`}
      onClick={copy}
      className={cn(!words && "size-6 [&_svg]:size-3.5", className)}
    >
      {copied ? <Check aria-hidden className="text-succeeded" /> : <Copy aria-hidden />}
      {words && (copied ? "Copied" : words)}
      <span role="status" className="sr-only">
        {copied ? `Copied ${label}` : ""}
      </span>
    </Button>
  );
};
