"use client";

import { CircleCheck, CircleDashed, PartyPopper, X } from "lucide-react";
import { useEffect } from "react";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Link } from "@/app/_ui/controls/link";
import { Panel } from "@/app/_ui/data/section";
import { useCommand } from "@/app/_ui/http/use-command";
import { useOnboarding } from "@/app/(dashboard)/home/start/use-onboarding";
import { ITEMS } from "@/app/(dashboard)/home/start/words";
import { move } from "@/app/(dashboard)/welcome/steps";
import type { Onboarding } from "@/lib/domain/onboarding/schema";

/** What there is to do at the beginning; ticks itself while it is looked at, and leaves when all is done. */
export const Checklist = ({ onboarding: initial }: { onboarding: Onboarding }) => {
  const { onboarding, isCelebrating } = useOnboarding(initial);
  if (isCelebrating) return <Celebration />;
  if (onboarding.isComplete) return null;
  if (onboarding.isDismissed) return <PutAway />;
  return <Items onboarding={onboarding} />;
};

const Items = ({ onboarding: { items, at } }: { onboarding: Onboarding }) => {
  const { run, pending } = useCommand();
  const done = items.filter(({ isDone }) => isDone).length;
  const next = items.find(({ isDone }) => !isDone)?.id;
  return (
    <Panel>
      <section aria-labelledby="start-title" className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2 id="start-title" className="font-semibold text-lg">
            Getting started
          </h2>
          <span role="status" className="tabular text-muted text-sm">
            {done} of {items.length} done
          </span>
          <span className="grow" />
          {at !== "end" && (
            <ButtonLink size="small" look="primary" href="/welcome">
              Continue the set-up
            </ButtonLink>
          )}
          <Button
            look="quiet"
            size="small-icon"
            aria-label="Put the list away"
            title="Put the list away"
            disabled={pending}
            onClick={() =>
              void run(() => move([{ type: "dismiss" }]), {
                done: "The list is put away",
                undo: () => move([{ type: "recall" }]),
              })
            }
          >
            <X aria-hidden />
          </Button>
        </div>
        <div
          role="progressbar"
          aria-label="Getting started"
          aria-valuemin={0}
          aria-valuemax={items.length}
          aria-valuenow={done}
          className="h-1.5 overflow-hidden rounded-full bg-pressed"
        >
          <div
            className="h-full rounded-full bg-accent transition-[width] motion-reduce:transition-none"
            style={{ width: `${(100 * done) / items.length}%` }}
          />
        </div>
        <ul className="grid gap-1">
          {items.map(({ id, isDone }) => (
            <li key={id} className="flex min-h-8 items-start gap-2 py-1">
              {isDone ? (
                <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-succeeded" />
              ) : (
                <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
              )}
              {isDone ? (
                <span className="text-muted">
                  {ITEMS[id].title}
                  <span className="sr-only">, done</span>
                </span>
              ) : (
                <span className="min-w-0">
                  <Link
                    href={ITEMS[id].href}
                    className="font-medium underline-offset-2 hover:underline"
                  >
                    {ITEMS[id].title}
                  </Link>
                  {id === next && <span className="block text-muted text-sm">{ITEMS[id].why}</span>}
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
    </Panel>
  );
};

const PutAway = () => {
  const { run, pending } = useCommand();
  return (
    <p>
      <Button
        look="quiet"
        size="small"
        pending={pending}
        onClick={() => void run(() => move([{ type: "recall" }]))}
      >
        Show the getting-started list
      </Button>
    </p>
  );
};

/** Seen once: showing it notes that it was shown. */
const Celebration = () => {
  useEffect(() => {
    // Not noted, it is shown again, which does no harm.
    void move([{ type: "celebrate" }]).catch(() => {});
  }, []);
  return (
    <div role="status" className="flex gap-3 rounded-lg bg-succeeded-soft p-4">
      <PartyPopper aria-hidden className="mt-0.5 size-5 shrink-0 text-succeeded" />
      <div>
        <p className="font-medium">All five done: your own workflow ran, and you are not alone.</p>
        <p>
          What runs from now on is on this page.{" "}
          <Link href="/templates" className="underline underline-offset-2">
            Find the next workflow
          </Link>
        </p>
      </div>
    </div>
  );
};
