import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Panel, Section } from "@/app/_ui/data/section";
import { Page } from "@/app/_ui/frame/page";
import { Drawing } from "@/app/(dashboard)/templates/[id]/drawing";
import { InstallForm } from "@/app/(dashboard)/templates/[id]/install-form";
import { visit } from "@/app/(dashboard)/visit";
import { triggerWords } from "@/app/(dashboard)/workflows/trigger-words";
import { getTemplate } from "@/lib/domain/templates/read";
import { TEMPLATES } from "@/lib/domain/templates/registry";
import { listStepKinds } from "@/lib/domain/workflows/step-kinds/list";

export const metadata: Metadata = { title: "Template" };

export default async function TemplatePage({ params }: PageProps<"/templates/[id]">) {
  const [{ me, tenant, can }, { id }] = await Promise.all([visit(), params]);
  if (!TEMPLATES.some((one) => one.id === id)) notFound();
  const template = getTemplate(id);
  const { title, why, outcome, trigger, document } = template;
  const kinds = listStepKinds().data.map(({ type, title, icon }) => ({ type, title, icon }));
  return (
    <Page
      crumbs={[
        { title: "Workflows", href: "/workflows" },
        { title: "Templates", href: "/templates" },
        { title },
      ]}
      title={title}
      summary={why}
    >
      <div className="grid grid-cols-1 gap-8">
        <Section title="What happens" summary={`Started by: ${triggerWords(trigger)}.`}>
          <p>{outcome}</p>
          <Drawing label={title} document={document} kinds={kinds} />
        </Section>
        <Section title="Install it" className="max-w-2xl">
          <Panel>
            {can("workflows:write") ? (
              <InstallForm
                template={template}
                email={me.user.email}
                timeZone={tenant.timeZone}
                mayPublish={can("workflows:publish")}
              />
            ) : (
              <p className="text-muted">
                You are here as a {tenant.role}; ask a member or an admin to make workflows.
              </p>
            )}
          </Panel>
        </Section>
      </div>
    </Page>
  );
}
