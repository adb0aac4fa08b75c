"use client";

import type { Route } from "next";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { useCommand } from "@/app/_ui/http/use-command";
import { move } from "@/app/(dashboard)/welcome/steps";

/** Shown when one comes back to a step that has its workflow. */
export const WorkflowThere = ({ name, id }: { name: string; id: string }) => {
  const { run, pending } = useCommand();
  return (
    <div className="grid gap-3">
      <p>“{name}” is live.</p>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          size="large"
          pending={pending}
          onClick={() => void run(() => move([{ type: "open", step: "watch" }]))}
        >
          Go on
        </Button>
        <ButtonLink size="large" href={`/workflows/${id}` as Route}>
          Open the workflow
        </ButtonLink>
      </div>
    </div>
  );
};

/** Nothing to watch yet. */
export const NothingToWatch = () => {
  const { run, pending } = useCommand();
  return (
    <div className="grid justify-items-start gap-3">
      <p>There is no workflow yet that could run.</p>
      <Button
        look="primary"
        size="large"
        pending={pending}
        onClick={() => void run(() => move([{ type: "open", step: "workflow" }]))}
      >
        Choose one
      </Button>
    </div>
  );
};
