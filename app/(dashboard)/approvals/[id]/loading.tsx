import { Bar, BlockSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function ApprovalLoading() {
  return (
    <Page
      crumbs={[{ title: "Approvals", href: "/approvals" }, { title: "…" }]}
      title={<Bar className="h-7 w-64" />}
    >
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[1fr_22rem]">
        <BlockSkeleton className="h-64" />
        <BlockSkeleton className="h-64" />
      </div>
    </Page>
  );
}
