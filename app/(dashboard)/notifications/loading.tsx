import { Bar, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function NotificationsLoading() {
  return (
    <Page
      crumbs={[{ title: "Notifications" }]}
      title="Notifications"
      summary="What happened that you wanted to know, kept for 90 days."
    >
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-8 w-full max-w-md" />
        <TableSkeleton rows={8} />
      </div>
    </Page>
  );
}
