"use client";

import { ArrowLeft, Check, Minus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";
import { useCommand } from "@/app/_ui/http/use-command";
import { move, STEPS } from "@/app/(dashboard)/welcome/steps";
import type { Onboarding, Step } from "@/lib/domain/onboarding/schema";

type Props = { onboarding: Onboarding; step: Step; children: ReactNode };

/** The frame of every step: how far it is, what this step is about, back, skip, leave. */
export const Wizard = ({ onboarding: { steps }, step, children }: Props) => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) title.current?.focus();
    shown.current = step;
  }, [step]);
  const at = steps.findIndex(({ id }) => id === step);
  const before = steps[at - 1]?.id;
  const leave = async () => {
    if (await run(() => move([{ type: "leave" }]), { refresh: false })) router.push("/");
  };
  return (
    <div className="grid max-w-2xl grid-cols-1 gap-6">
      <Progress steps={steps} at={at} />
      <section aria-labelledby="step-title" className="grid grid-cols-1 gap-4">
        <div>
          <h2
            id="step-title"
            ref={title}
            tabIndex={-1}
            className="font-semibold text-lg outline-none"
          >
            {STEPS[step].title}
          </h2>
          <p className="text-muted">{STEPS[step].summary}</p>
        </div>
        {children}
      </section>
      <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
        {before && (
          <Button
            look="quiet"
            disabled={pending}
            onClick={() => void run(() => move([{ type: "open", step: before }]))}
          >
            <ArrowLeft aria-hidden />
            Back
          </Button>
        )}
        <span className="grow" />
        <Button
          look="quiet"
          disabled={pending}
          onClick={() => void run(() => move([{ type: "skip", step }]))}
        >
          Skip this step
        </Button>
        <Button look="quiet" disabled={pending} onClick={() => void leave()}>
          Go on later
        </Button>
      </div>
    </div>
  );
};

const MARKS = { done: "done", skipped: "skipped", open: "open" };

const Progress = ({ steps, at }: { steps: Onboarding["steps"]; at: number }) => (
  <nav aria-label="Steps">
    <p className="mb-2 text-muted text-sm">
      Step {at + 1} of {steps.length}
    </p>
    <ol className="grid grid-cols-4 gap-2">
      {steps.map(({ id, mark }, index) => (
        <li
          key={id}
          aria-current={index === at ? "step" : undefined}
          className={cn(
            "flex min-w-0 items-center gap-1.5 border-t-2 pt-2 text-sm",
            index === at ? "border-accent font-medium" : "border-line text-muted",
          )}
        >
          {mark === "done" && <Check aria-hidden className="size-4 shrink-0 text-succeeded" />}
          {mark === "skipped" && <Minus aria-hidden className="size-4 shrink-0" />}
          <span className="min-w-0 truncate">{STEPS[id].short}</span>
          <span className="sr-only">{MARKS[mark]}</span>
        </li>
      ))}
    </ol>
  </nav>
);
