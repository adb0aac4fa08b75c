import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Page } from "@/app/_ui/frame/page";
import { readQuery } from "@/app/_ui/http/read-query";
import { shortenId } from "@/app/_ui/time/format";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { ChooseOther } from "@/app/(dashboard)/runs/[id]/compare/choose-other";
import { Comparison } from "@/app/(dashboard)/runs/[id]/compare/comparison";
import { Refused } from "@/app/(dashboard)/runs/[id]/compare/refused";
import { visit } from "@/app/(dashboard)/visit";
import { AppError } from "@/lib/core/errors";
import { compareRuns } from "@/lib/domain/runs/compare/compare";
import { getRun } from "@/lib/domain/runs/get";
import { listRuns } from "@/lib/domain/runs/list";

export const metadata: Metadata = { title: "Compare runs" };

export default async function ComparePage(props: PageProps<"/runs/[id]/compare">) {
  const [{ caller }, { id }, search] = await Promise.all([
    visit(),
    props.params,
    props.searchParams,
  ]);
  const other = z.uuid().safeParse(readQuery(search, ["with"]).with).data;
  const run = await orNotFound(id, (known) => getRun(caller, known));
  const near = await listRuns(caller, { workflowId: run.workflowId, limit: 20 });
  const body = async () => {
    if (!other) return <Refused sentence="Choose the run to compare with." />;
    try {
      // The older one on the left: what came after it is what changed.
      const [left, right] = run.id < other ? [run.id, other] : [other, run.id];
      return <Comparison comparison={await compareRuns(caller, left, right)} />;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "not_found") notFound();
      return <Refused sentence={error.message} />;
    }
  };
  return (
    <Page
      crumbs={[
        { title: "Runs", href: "/runs" },
        { title: shortenId(run.id), href: `/runs/${run.id}` as Route },
        { title: "Compare" },
      ]}
      title="Compare runs"
      summary={`What differs between two runs of ${run.workflowName}, the older one on the left.`}
      actions={<ChooseOther run={run} other={other} near={near.data} />}
    >
      {await body()}
    </Page>
  );
}
