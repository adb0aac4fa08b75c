import { route } from "@/lib/api/route";
import { SlackInput, SlackState } from "@/lib/domain/notifications/schema";
import { connectSlack, disconnectSlack, getSlack } from "@/lib/domain/notifications/slack/channel";

export const GET = route(
  {
    summary: "Show whether notifications go to Slack",
    access: "notifications:read",
    output: SlackState,
  },
  ({ caller }) => getSlack(caller),
);

export const PUT = route(
  {
    summary: "Connect a Slack channel after posting a test to it",
    access: "tenant:write",
    body: SlackInput,
    output: SlackState,
  },
  ({ caller, body }) => connectSlack(caller, body),
);

export const DELETE = route(
  { summary: "Disconnect the Slack channel", access: "tenant:write", output: null },
  ({ caller }) => disconnectSlack(caller),
);
