import { BlockSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function CompareLoading() {
  return (
    <Page
      crumbs={[{ title: "Runs", href: "/runs" }, { title: "Compare" }]}
      title="Compare runs"
      summary={<span>&nbsp;</span>}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <BlockSkeleton className="h-28" />
        <BlockSkeleton className="h-28" />
      </div>
      <BlockSkeleton className="mt-5 h-72" />
    </Page>
  );
}
