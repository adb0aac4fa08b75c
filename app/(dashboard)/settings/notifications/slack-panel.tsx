"use client";

import { CircleCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ConfirmDialog } from "@/app/_ui/controls/confirm-dialog";
import { Panel } from "@/app/_ui/data/section";
import { TextField } from "@/app/_ui/form/field";
import { Form, text } from "@/app/_ui/form/form";
import { toast } from "@/app/_ui/frame/toast";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { Moment } from "@/app/_ui/time/moment";
import type { SlackState } from "@/lib/domain/notifications/schema";

const POST_WORDS = {
  queued: "waits to be sent",
  claimed: "is being sent",
  sent: "arrived",
  failed: "was refused",
  unknown: "may not have arrived",
} as const;

/** Connects, replaces and disconnects the company's Slack channel. */
export const SlackPanel = ({ slack, mayChange }: { slack: SlackState; mayChange: boolean }) => {
  const [replacing, setReplacing] = useState(false);
  if (!slack.connected && !mayChange)
    return (
      <Panel>
        <p className="text-muted">No channel is connected. Ask an admin of the company.</p>
      </Panel>
    );
  return (
    <Panel className="grid gap-4">
      {slack.connected && <Connected slack={slack} />}
      {mayChange && slack.connected && !replacing && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setReplacing(true)}>Replace</Button>
          <Disconnect />
        </div>
      )}
      {mayChange && (!slack.connected || replacing) && (
        <ConnectForm onDone={() => setReplacing(false)} />
      )}
    </Panel>
  );
};

const Connected = ({ slack: { hint, testedAt, lastPost } }: { slack: SlackState }) => (
  <div className="grid gap-1">
    <p className="flex items-center gap-2">
      <CircleCheck aria-hidden className="size-4 text-succeeded" />
      Connected to <span className="font-mono text-sm">{hint}</span>
    </p>
    {testedAt && (
      <p className="text-muted text-sm">
        Tried out <Moment at={testedAt} />
      </p>
    )}
    {lastPost && (
      <p className="text-muted text-sm">
        The newest post {POST_WORDS[lastPost.status]} (<Moment at={lastPost.at} />)
        {lastPost.error && `: ${lastPost.error}`}
      </p>
    )}
  </div>
);

const ConnectForm = ({ onDone }: { onDone: () => void }) => {
  const router = useRouter();
  const connect = async (data: FormData) => {
    await send("PUT", "/api/v1/notifications/slack", { body: { url: text(data, "url") } });
    toast.success("Connected. A line was posted to try it out.");
    onDone();
    router.refresh();
  };
  return (
    <Form label="Connect Slack" onSubmit={connect}>
      {({ pending, problemOf }) => (
        <>
          <TextField
            label="Incoming webhook"
            name="url"
            type="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://hooks.slack.com/services/…"
            problem={problemOf("url")}
            help="Make one in Slack under Apps, Incoming Webhooks. One line is posted before the address is kept; it is never shown again."
          />
          <div>
            <Button type="submit" look="primary" pending={pending}>
              Post a test and connect
            </Button>
          </div>
        </>
      )}
    </Form>
  );
};

const Disconnect = () => {
  const [open, setOpen] = useState(false);
  const { run } = useCommand();
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        Disconnect
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Disconnect Slack"
        summary="Nothing is posted any more and the address is forgotten. Steps that name Slack fail until a channel is connected again."
        verb="Disconnect"
        onConfirm={() =>
          run(() => send("DELETE", "/api/v1/notifications/slack"), {
            done: "Slack is disconnected",
          })
        }
      />
    </>
  );
};
