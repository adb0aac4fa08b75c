"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Form } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { LiveRuns } from "@/app/(dashboard)/welcome/live-runs";
import { move, SOURCES } from "@/app/(dashboard)/welcome/steps";
import type { Source } from "@/lib/domain/onboarding/schema";
import type { Samples } from "@/lib/domain/samples/schema";
import type { Industry } from "@/lib/domain/tenants/schema";

const OPTIONS = Object.keys(SOURCES) as Source[];

type Props = { picked: Source | undefined; industry: Industry; samples: Samples };

/** Chooses where events come from. Samples run right here, before anything else is asked. */
export const SourceStep = ({ picked, industry, samples }: Props) => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const [source, setSource] = useState<Source>(picked ?? "samples");
  const isTrying = source === "samples";
  const goOn = () =>
    move([
      { type: "pick", picked: { source } },
      { type: "finish", step: "source" },
    ]);
  const submit = async () => {
    if (isTrying && !samples.workflow)
      await send("POST", "/api/v1/samples", { body: { industry } });
    else await goOn();
    router.refresh();
  };
  return (
    <Form onSubmit={submit} label="Where events come from">
      {({ pending: sending }) => (
        <>
          <fieldset className="grid gap-2 sm:grid-cols-2">
            <legend className="sr-only">Where events come from</legend>
            {OPTIONS.map((one) => (
              <label
                key={one}
                className="flex cursor-pointer items-start gap-2.5 rounded-lg border border-line bg-surface p-3 hover:bg-hover has-checked:border-accent"
              >
                <input
                  type="radio"
                  name="source"
                  value={one}
                  checked={source === one}
                  onChange={() => setSource(one)}
                  className="mt-1 size-4 shrink-0 accent-accent"
                />
                <span>
                  <span className="block font-medium">{SOURCES[one].title}</span>
                  <span className="block text-muted text-sm">{SOURCES[one].about}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {isTrying && samples.workflow && (
            <>
              <p>
                Sample data was sent to “{samples.workflow.name}” just now, the way another system
                would send it.
              </p>
              <LiveRuns ids={samples.runIds} />
            </>
          )}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" size="large" pending={sending || pending}>
              {isTrying && !samples.workflow ? "Send sample data" : "Go on"}
            </Button>
            {isTrying && samples.workflow && (
              <Button
                size="large"
                disabled={sending || pending}
                onClick={() =>
                  void run(() => send("DELETE", "/api/v1/samples"), {
                    done: "The samples are gone",
                    undo: () => send("POST", "/api/v1/samples", { body: { industry } }),
                  })
                }
              >
                Remove the samples
              </Button>
            )}
          </div>
          {!isTrying && (
            <p className="text-muted text-sm">
              You get the address to point at with the workflow that listens there.
            </p>
          )}
        </>
      )}
    </Form>
  );
};
