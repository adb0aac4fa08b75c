"use client";

import { FilePlus2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";

const BLANK = {
  schemaVersion: 1,
  name: "New workflow",
  trigger: { type: "manual", fields: [] },
  steps: [{ id: "first", type: "transform", with: { value: { hello: "world" } } }],
};

/** Makes a draft with one step and opens it. */
export const BlankCard = () => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const begin = async () => {
    const { id } = await send<{ id: string }>("POST", "/api/v1/workflows", {
      body: { definition: BLANK },
    });
    router.push(`/workflows/${id}`);
  };
  return (
    <button
      type="button"
      disabled={pending}
      aria-busy={pending}
      onClick={() => void run(begin, { refresh: false })}
      className="flex size-full items-start gap-3 rounded-lg border border-line bg-surface p-4 text-left hover:bg-hover disabled:opacity-55"
    >
      <FilePlus2 aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" strokeWidth={1.75} />
      <span className="grid gap-0.5">
        <span className="font-medium">Blank</span>
        <span className="text-muted">One step that builds a value, started by hand.</span>
      </span>
    </button>
  );
};
