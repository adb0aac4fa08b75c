"use client";

import { FlaskConical } from "lucide-react";
import type { Route } from "next";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ConfirmDialog } from "@/app/_ui/controls/confirm-dialog";
import { Link } from "@/app/_ui/controls/link";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { Samples } from "@/lib/domain/samples/schema";

const runWords = (n: number) => (n === 1 ? "1 run" : n < 20 ? `${n} runs` : "its runs");

type Props = {
  workflow: NonNullable<Samples["workflow"]>;
  runs: number;
  mayRemove: boolean;
};

/** Says that sample data is here, that it counts nowhere, and takes it away in one click. */
export const SampleNote = ({ workflow, runs, mayRemove }: Props) => {
  const [asking, setAsking] = useState(false);
  const { run } = useCommand();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line border-dashed px-4 py-3">
      <FlaskConical aria-hidden className="size-4 shrink-0 text-muted" />
      <p className="min-w-0 grow basis-60">
        <span className="font-medium">Sample data: </span>
        <Link
          href={`/workflows/${workflow.id}` as Route}
          className="underline underline-offset-2 hover:text-accent"
        >
          {workflow.name}
        </Link>{" "}
        with{" "}
        <Link
          href={`/runs?workflow=${workflow.id}` as Route}
          className="underline underline-offset-2 hover:text-accent"
        >
          {runWords(runs)}
        </Link>
        . <span className="text-muted">It counts in no figure and mails nobody.</span>
      </p>
      {mayRemove && (
        <Button size="small" onClick={() => setAsking(true)}>
          Remove the samples
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Remove the samples?"
        summary={`Deletes ${workflow.name}, its address and all of its runs. You can make new samples at any time.`}
        verb="Remove them"
        onConfirm={() =>
          run(() => send("DELETE", "/api/v1/samples"), { done: "The samples are gone" })
        }
      />
    </div>
  );
};
