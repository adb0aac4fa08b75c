import { route } from "@/lib/api/route";
import { listNotifications } from "@/lib/domain/notifications/list";
import { NotificationPage, NotificationQuery } from "@/lib/domain/notifications/schema";

export const GET = route(
  {
    summary: "List your notifications",
    access: "notifications:read",
    query: NotificationQuery,
    output: NotificationPage,
  },
  ({ caller, query }) => listNotifications(caller, query),
);
