import type { Metadata } from "next";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { RunView } from "@/app/(dashboard)/runs/[id]/run-view";
import { visit } from "@/app/(dashboard)/visit";
import { getRun } from "@/lib/domain/runs/get";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({ params }: PageProps<"/runs/[id]">) {
  const [{ caller, can }, { id }] = await Promise.all([visit(), params]);
  const run = await orNotFound(id, (known) => getRun(caller, known));
  return (
    <RunView key={run.id} initial={run} renderedAtMs={Date.now()} mayWrite={can("runs:write")} />
  );
}
