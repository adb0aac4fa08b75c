"use client";

import { CircleCheck, CircleMinus } from "lucide-react";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { useCommand } from "@/app/_ui/http/use-command";
import { move, STEPS } from "@/app/(dashboard)/welcome/steps";
import type { Onboarding } from "@/lib/domain/onboarding/schema";

/** The wizard is through: what was done, and a way back to what was skipped. */
export const End = ({ steps }: { steps: Onboarding["steps"] }) => {
  const { run, pending } = useCommand();
  return (
    <div className="grid max-w-2xl grid-cols-1 gap-4">
      <h2 className="font-semibold text-lg">You are through</h2>
      <ul className="grid gap-2">
        {steps.map(({ id, mark }) => (
          <li
            key={id}
            className="flex min-h-10 items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1.5"
          >
            {mark === "done" ? (
              <CircleCheck aria-hidden className="size-4 shrink-0 text-succeeded" />
            ) : (
              <CircleMinus aria-hidden className="size-4 shrink-0 text-muted" />
            )}
            <span className="grow">{STEPS[id].title}</span>
            {mark === "done" ? (
              <span className="text-muted text-sm">Done</span>
            ) : (
              <Button
                size="small"
                disabled={pending}
                aria-label={`Do it now: ${STEPS[id].title}`}
                onClick={() => void run(() => move([{ type: "open", step: id }]))}
              >
                Do it now
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <ButtonLink look="primary" size="large" href="/">
          Go to home
        </ButtonLink>
        <ButtonLink size="large" href="/templates">
          More templates
        </ButtonLink>
      </div>
    </div>
  );
};
