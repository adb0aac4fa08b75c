import { Bar, TableSkeleton } from "@/app/_ui/data/skeleton";
import { Page } from "@/app/_ui/frame/page";

export default function DeadLettersLoading() {
  return (
    <Page
      crumbs={[{ title: "Dead letters" }]}
      title="Dead letters"
      summary="Runs that failed and wait for you as dead letters, grouped by cause."
    >
      <div className="grid grid-cols-1 gap-4">
        <Bar className="h-8 w-full max-w-xl" />
        <TableSkeleton rows={6} />
      </div>
    </Page>
  );
}
