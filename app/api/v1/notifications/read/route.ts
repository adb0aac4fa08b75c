import { route } from "@/lib/api/route";
import { markRead } from "@/lib/domain/notifications/mark-read";
import { ReadInput, ReadResult } from "@/lib/domain/notifications/schema";

export const POST = route(
  {
    summary: "Mark notifications as read or unread",
    access: "notifications:write",
    body: ReadInput,
    output: ReadResult,
  },
  ({ caller, body }) => markRead(caller, body),
);
