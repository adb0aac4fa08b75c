import { Bell, Settings } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Pager } from "@/app/_ui/data/pager";
import { Page } from "@/app/_ui/frame/page";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { Inbox } from "@/app/(dashboard)/notifications/inbox";
import { InboxFilters } from "@/app/(dashboard)/notifications/inbox-filters";
import { visit } from "@/app/(dashboard)/visit";
import { listNotifications } from "@/lib/domain/notifications/list";
import { NotificationKind, type NotificationQuery } from "@/lib/domain/notifications/schema";

export const metadata: Metadata = { title: "Notifications" };

type Filter = Partial<Record<"show" | "kind" | "cursor", string>>;

/** The query a view of the address means; what an address says wrongly counts as not said. */
const queryOf = ({ show, kind, cursor }: Filter): NotificationQuery => {
  const known = NotificationKind.safeParse(kind);
  return {
    limit: 50,
    ...(show === "unread" && { unread: "true" as const }),
    ...(known.success && { kind: known.data }),
    ...(cursor && { cursor }),
  };
};

export default async function NotificationsPage({ searchParams }: PageProps<"/notifications">) {
  const [{ caller }, search] = await Promise.all([visit(), searchParams]);
  const filter = readQuery(search, ["show", "kind", "cursor"]);
  const { cursor, ...shown } = filter;
  const { data, nextCursor, unread } = await pageOrFirst(queryOf(filter), (wanted) =>
    listNotifications(caller, wanted),
  );
  return (
    <Page
      crumbs={[{ title: "Notifications" }]}
      title="Notifications"
      summary="What happened that you wanted to know, kept for 90 days."
      actions={
        <ButtonLink href="/settings/notifications">
          <Settings aria-hidden />
          Preferences
        </ButtonLink>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <InboxFilters filter={shown} unread={unread} />
        {data.length > 0 ? (
          <Inbox key={JSON.stringify(filter)} items={data} />
        ) : (
          <Nothing filter={shown} />
        )}
        <Pager path="/notifications" query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
    </Page>
  );
}

const Nothing = ({ filter: { show, kind } }: { filter: Filter }) => {
  if (show === "unread" && !kind)
    return (
      <Empty
        icon={Bell}
        title="You have read everything"
        action={<ButtonLink href="/notifications">Show all</ButtonLink>}
      />
    );
  if (show || kind)
    return (
      <Empty
        icon={Bell}
        title="No notification matches"
        action={<ButtonLink href="/notifications">Clear the filters</ButtonLink>}
      />
    );
  return (
    <Empty
      icon={Bell}
      title="Nothing to tell yet"
      help="notifications"
      action={<ButtonLink href="/settings/notifications">Choose what you are told</ButtonLink>}
    >
      Failed runs, questions that wait for you and messages of workflows appear here.
    </Empty>
  );
};
