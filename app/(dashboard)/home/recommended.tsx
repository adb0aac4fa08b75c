import { Section } from "@/app/_ui/data/section";
import { TemplateCard } from "@/app/(dashboard)/templates/template-card";
import { visit } from "@/app/(dashboard)/visit";
import { getTemplate } from "@/lib/domain/templates/read";
import { recommend } from "@/lib/domain/templates/recommend";
import { listWorkflows } from "@/lib/domain/workflows/list";

/** Who has this many workflows of their own needs no advice on what to begin with. */
const ENOUGH = 5;

/** Three templates the company does not have yet, each with what of the company speaks for it. */
export const Recommended = async () => {
  const { caller, can, tenant } = await visit();
  if (!can("workflows:write")) return null;
  const { data } = await listWorkflows(caller, { limit: 200 });
  const own = data.filter(({ isDemo }) => !isDemo);
  if (own.length >= ENOUGH) return null;
  const uses = [...new Set(own.map(({ trigger }) => String(trigger?.provider ?? "")))];
  const names = new Set(own.map(({ name }) => name));
  const advice = recommend({ uses, ...(tenant.industry && { industry: tenant.industry }) }, 20)
    .map(({ id, reason }) => ({ template: getTemplate(id), reason }))
    .filter(({ template }) => !names.has(template.title))
    .slice(0, 3);
  return (
    <Section title="Recommended for you">
      <ul className="grid gap-3 md:grid-cols-3">
        {advice.map(({ template, reason }) => (
          <li key={template.id}>
            <TemplateCard template={template} reason={reason} />
          </li>
        ))}
      </ul>
    </Section>
  );
};
