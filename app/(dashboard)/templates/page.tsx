import { LayoutTemplate } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Section } from "@/app/_ui/data/section";
import { Page } from "@/app/_ui/frame/page";
import { readQuery } from "@/app/_ui/http/read-query";
import { GalleryFilters } from "@/app/(dashboard)/templates/gallery-filters";
import { TemplateCard } from "@/app/(dashboard)/templates/template-card";
import { visit } from "@/app/(dashboard)/visit";
import { listTemplates } from "@/lib/domain/templates/read";
import { recommend } from "@/lib/domain/templates/recommend";
import { TemplateQuery } from "@/lib/domain/templates/schema";
import { listWorkflows } from "@/lib/domain/workflows/list";

export const metadata: Metadata = { title: "Templates" };

/** Systems the company's workflows are started by, such as shopify. */
const usedBy = (workflows: { trigger: Record<string, unknown> | null }[]) => [
  ...new Set(workflows.map(({ trigger }) => String(trigger?.provider ?? ""))),
];

export default async function TemplatesPage({ searchParams }: PageProps<"/templates">) {
  const { caller, can, tenant } = await visit();
  const filter = readQuery(await searchParams, ["search", "industry", "trigger"]);
  const query = TemplateQuery.safeParse(filter).data ?? {};
  const templates = listTemplates(query);
  const isFiltered = Object.keys(filter).length > 0;
  const { data: workflows } = await listWorkflows(caller, { limit: 200 });
  const advice = isFiltered
    ? []
    : recommend({
        uses: usedBy(workflows),
        ...(tenant.industry && { industry: tenant.industry }),
      });
  const all = new Map(templates.map((template) => [template.id, template]));
  return (
    <Page
      crumbs={[{ title: "Workflows", href: "/workflows" }, { title: "Templates" }]}
      title="Templates"
      summary="Workflows to begin with. Nothing runs before you publish."
      actions={
        can("workflows:write") && <ButtonLink href="/workflows/new">Blank or import</ButtonLink>
      }
    >
      <div className="grid grid-cols-1 gap-6">
        <GalleryFilters query={filter} />
        {advice.length > 0 && (
          <Section title="Recommended">
            <ul className="grid gap-3 md:grid-cols-3">
              {advice.map(({ id, reason }) => {
                const template = all.get(id);
                return (
                  template && (
                    <li key={id}>
                      <TemplateCard template={template} reason={reason} />
                    </li>
                  )
                );
              })}
            </ul>
          </Section>
        )}
        {templates.length > 0 ? (
          <Section title={isFiltered ? `${templates.length} found` : "All templates"}>
            <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
              {templates.map((template) => (
                <li key={template.id}>
                  <TemplateCard template={template} />
                </li>
              ))}
            </ul>
          </Section>
        ) : (
          <Empty
            icon={LayoutTemplate}
            title="No template matches"
            action={<ButtonLink href="/templates">Show all templates</ButtonLink>}
          />
        )}
      </div>
    </Page>
  );
}
