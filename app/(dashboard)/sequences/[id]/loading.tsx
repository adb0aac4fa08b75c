import { Bar, BlockSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function SequenceLoading() {
  return (
    <Page
      crumbs={[{ title: "Sequences", href: "/sequences" }]}
      title={<Bar className="h-7 w-48" />}
      summary={<Bar className="mt-1 w-72" />}
    >
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-9 w-80" />
        <BlockSkeleton className="h-40" />
        <BlockSkeleton className="h-40" />
      </div>
    </Page>
  );
}
