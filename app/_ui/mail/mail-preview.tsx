"use client";

import { Monitor, Smartphone, Text } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";

type Props = { subject: string; html: string; text: string };

const VIEWS = [
  { view: "wide", title: "Desktop", icon: Monitor },
  { view: "narrow", title: "Phone", icon: Smartphone },
  { view: "text", title: "Text", icon: Text },
] as const;

/** A mail as its reader gets it: on a desktop, on a phone, as text. Nothing in it can run or be followed. */
export const MailPreview = ({ subject, html, text }: Props) => {
  const [shown, setShown] = useState<(typeof VIEWS)[number]["view"]>("wide");
  return (
    <figure className="grid min-w-0 grid-cols-1 gap-2">
      <figcaption className="flex flex-wrap items-center justify-between gap-2">
        <span className="min-w-0 truncate font-medium">{subject}</span>
        <fieldset className="flex gap-1">
          <legend className="sr-only">Show the mail as</legend>
          {VIEWS.map(({ view, title, icon: Icon }) => (
            <Button
              key={view}
              size="small"
              look={shown === view ? "plain" : "quiet"}
              aria-pressed={shown === view}
              onClick={() => setShown(view)}
            >
              <Icon aria-hidden />
              {title}
            </Button>
          ))}
        </fieldset>
      </figcaption>
      {shown === "text" ? (
        <pre className="max-h-160 overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-surface p-4 font-mono text-xs">
          {text}
        </pre>
      ) : (
        <div className="overflow-x-auto rounded-lg border border-line bg-hover">
          <iframe
            title={`Preview of “${subject}”`}
            sandbox=""
            srcDoc={html}
            className={
              shown === "wide" ? "h-160 w-full" : "mx-auto h-160 w-[390px] max-w-full border-x"
            }
          />
        </div>
      )}
    </figure>
  );
};
