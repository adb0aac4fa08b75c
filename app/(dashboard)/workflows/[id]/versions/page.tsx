import { GitCompareArrows } from "lucide-react";
import type { Metadata, Route } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Section } from "@/app/_ui/data/section";
import { Page } from "@/app/_ui/frame/page";
import type { Crumb } from "@/app/_ui/frame/top-bar";
import { readQuery } from "@/app/_ui/http/read-query";
import { Moment } from "@/app/_ui/time/moment";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { visit } from "@/app/(dashboard)/visit";
import { ComparePicker } from "@/app/(dashboard)/workflows/[id]/versions/compare-picker";
import { DiffView } from "@/app/(dashboard)/workflows/[id]/versions/diff-view";
import { RestoreVersion } from "@/app/(dashboard)/workflows/[id]/versions/restore-version";
import { authorWords, VersionList } from "@/app/(dashboard)/workflows/[id]/versions/version-list";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { getWorkflow } from "@/lib/domain/workflows/get";
import { diffVersion } from "@/lib/domain/workflows/versions/get";
import { listVersions } from "@/lib/domain/workflows/versions/list";
import type { WorkflowVersion } from "@/lib/domain/workflows/versions/schema";

export const metadata: Metadata = { title: "Versions" };

const SHOWN = 100;

const numberOf = (text: string | undefined): number | undefined =>
  text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

/** What is compared: a version with another one, or with the draft. An address that names none gets the newest. */
const chosen = (query: { v?: string; with?: string }, versions: WorkflowVersion[]) => {
  const newest = versions[0]?.version ?? 0;
  const version = numberOf(query.v) ?? newest;
  const other = query.with === "draft" ? ("draft" as const) : numberOf(query.with);
  return { version, against: other ?? version - 1 };
};

const load = async (caller: Caller, id: string, query: { v?: string; with?: string }) => {
  const [workflow, { data: versions }] = await Promise.all([
    getWorkflow(caller, id),
    listVersions(caller, id, { limit: SHOWN }),
  ]);
  if (versions.length === 0) return { workflow, versions, shown: undefined };
  const { version, against } = chosen(query, versions);
  const diff = await diffVersion(caller, id, version, { against }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return undefined;
    throw error;
  });
  return { workflow, versions, shown: { version, against, diff } };
};

const nameOf = (side: number | "draft") =>
  side === "draft" ? "the draft" : side === 0 ? "nothing" : `version ${side}`;

export default async function VersionsPage({
  params,
  searchParams,
}: PageProps<"/workflows/[id]/versions">) {
  const [{ caller, can }, { id }, search] = await Promise.all([visit(), params, searchParams]);
  const query = readQuery(search, ["v", "with"]);
  const { workflow, versions, shown } = await orNotFound(id, (known) => load(caller, known, query));
  const home = `/workflows/${workflow.id}` as Route;
  const crumbs: Crumb[] = [
    { title: "Workflows", href: "/workflows" },
    { title: workflow.name, href: home },
    { title: "Versions" },
  ];
  const mayRestore = can("workflows:publish") && workflow.status !== "archived";
  const version = versions.find((one) => one.version === shown?.version);
  return (
    <Page
      crumbs={crumbs}
      title="Versions"
      summary={`What was published of “${workflow.name}”, and what each version changed.`}
    >
      {!shown || versions.length === 0 ? (
        <Empty
          icon={GitCompareArrows}
          title="Nothing was published yet"
          help="versions"
          action={
            <ButtonLink look="primary" href={home}>
              Open the workflow
            </ButtonLink>
          }
        >
          Each time you publish, a version is kept here, and you can go back to it.
        </Empty>
      ) : (
        <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[280px_minmax(0,1fr)]">
          <VersionList workflowId={workflow.id} versions={versions} selected={shown.version} />
          <Section
            title={
              shown.against === 0
                ? `Version ${shown.version}`
                : `Version ${shown.version} and ${nameOf(shown.against)}`
            }
            summary={
              version && (
                <span className="break-words">
                  {version.note && <>{version.note} · </>}
                  {authorWords(version)} · <Moment at={version.publishedAt} />
                </span>
              )
            }
            actions={
              version &&
              mayRestore && (
                <RestoreVersion
                  workflowId={workflow.id}
                  version={version.version}
                  isLive={version.isLive}
                />
              )
            }
          >
            <ComparePicker
              workflowId={workflow.id}
              version={shown.version}
              against={shown.against}
              versions={versions.map((one) => one.version)}
            />
            {shown.diff ? (
              <DiffView
                diff={shown.diff}
                before={nameOf(shown.diff.before)}
                after={nameOf(shown.diff.after)}
              />
            ) : (
              <Empty icon={GitCompareArrows} title="There is no such version">
                Choose one from the list.
              </Empty>
            )}
          </Section>
        </div>
      )}
    </Page>
  );
}
