"use client";

import { CircleCheck } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Form, text } from "@/app/_ui/form/form";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { NeedField } from "@/app/(dashboard)/templates/need-field";
import type { Installed, TemplateDetail } from "@/lib/domain/templates/schema";

type Props = {
  template: TemplateDetail;
  /** Offered where an address or a time zone is asked for. */
  email: string;
  timeZone: string;
  mayPublish: boolean;
};

/** Asks for what a template needs and makes the workflow: live when it may be published, or a draft to look at first. */
export const InstallForm = ({ template, email, timeZone, mayPublish }: Props) => {
  const router = useRouter();
  const [live, setLive] = useState<Installed>();
  const asDraft = useRef(!mayPublish);
  const install = async (data: FormData) => {
    const values = template.needs.map(({ name }) => [name, text(data, `values.${name}`)]);
    const made = await send<Installed>("POST", `/api/v1/templates/${template.id}/install`, {
      body: { values: Object.fromEntries(values), publish: !asDraft.current },
    });
    if (made.version === null) router.push(`/workflows/${made.workflowId}`);
    else setLive(made);
  };
  if (live) return <Try workflowId={live.workflowId} sample={template.sample} />;
  return (
    <Form onSubmit={install} label="Install the template">
      {({ pending, problemOf }) => (
        <>
          {template.needs.map((need) => (
            <NeedField
              key={need.name}
              need={need}
              email={email}
              timeZone={timeZone}
              problem={problemOf(`values.${need.name}`)}
            />
          ))}
          <div className="flex flex-wrap gap-2">
            {mayPublish && (
              <Button
                type="submit"
                look="primary"
                pending={pending}
                onClick={() => {
                  asDraft.current = false;
                }}
              >
                Install and publish
              </Button>
            )}
            <Button
              type="submit"
              disabled={pending}
              onClick={() => {
                asDraft.current = true;
              }}
            >
              Save as a draft
            </Button>
          </div>
          <p className="text-muted text-sm">
            A draft may lack values; it shows where they belong and runs nothing.
          </p>
        </>
      )}
    </Form>
  );
};

/** Right after publishing: one run with the template's own sample, or on to the workflow. */
const Try = ({ workflowId, sample }: { workflowId: string; sample: Record<string, unknown> }) => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const start = async () => {
    const { runId } = await send<{ runId: string }>("POST", `/api/v1/workflows/${workflowId}/run`, {
      body: { input: sample },
    });
    router.push(`/runs/${runId}`);
  };
  return (
    <div role="status" className="grid gap-3">
      <p className="flex items-center gap-2 font-medium">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-succeeded" />
        The workflow is live
      </p>
      <p className="text-muted">
        Try it with sample data, or open it to see its address and its versions. What it sends is
        real: it goes to the addresses you gave.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          pending={pending}
          onClick={() => void run(start, { refresh: false })}
        >
          Try it with sample data
        </Button>
        <ButtonLink href={`/workflows/${workflowId}` as Route}>Open the workflow</ButtonLink>
      </div>
    </div>
  );
};
