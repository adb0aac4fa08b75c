"use client";

import { FilePlus2, Mails } from "lucide-react";
import { useRouter } from "next/navigation";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";

type Props = { title: string; summary: string; steps?: number; definition: object };

/** Makes a draft of a document and opens it. */
export const StartCard = ({ title, summary, steps, definition }: Props) => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const Icon = steps === undefined ? FilePlus2 : Mails;
  const begin = async () => {
    const { id } = await send<{ id: string }>("POST", "/api/v1/sequences", {
      body: { definition },
    });
    router.push(`/sequences/${id}`);
  };
  return (
    <button
      type="button"
      disabled={pending}
      aria-busy={pending}
      onClick={() => void run(begin, { refresh: false })}
      className="flex size-full items-start gap-3 rounded-lg border border-line bg-surface p-4 text-left hover:bg-hover disabled:opacity-55"
    >
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" strokeWidth={1.75} />
      <span className="grid gap-0.5">
        <span className="font-medium">{title}</span>
        <span className="text-muted">
          {summary}
          {steps !== undefined && ` ${steps} ${steps === 1 ? "step" : "steps"}.`}
        </span>
      </span>
    </button>
  );
};
