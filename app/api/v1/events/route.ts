import { route } from "@/lib/api/route";
import { listEvents } from "@/lib/domain/events/list";
import { receiveEvent } from "@/lib/domain/events/receive";
import { EventPage, EventQuery, EventReceipt, NewEvent } from "@/lib/domain/events/schema";

export const GET = route(
  { summary: "List the events", access: "events:read", query: EventQuery, output: EventPage },
  ({ caller, query }) => listEvents(caller, query),
);

export const POST = route(
  {
    summary: "Send an event",
    access: "events:write",
    body: NewEvent,
    output: EventReceipt,
    status: 202,
  },
  ({ caller, body }) => receiveEvent(caller, body),
);
