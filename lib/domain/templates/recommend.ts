import { TEMPLATES } from "@/lib/domain/templates/registry";
import type { Industry } from "@/lib/domain/tenants/schema";

type About = {
  industry?: Industry | undefined;
  /** Systems that are connected or used, such as shopify. */
  uses?: readonly string[];
};

export type Recommendation = { id: string; reason: string };

const FIELD: Record<Industry, string> = {
  commerce: "commerce",
  hospitality: "hospitality",
  payroll: "payroll and billing",
  agency: "agencies",
};

/** Brands begin with a capital; a way of sending is no brand. */
const name = (system: string) =>
  system === "webhooks" ? system : system.charAt(0).toUpperCase() + system.slice(1);

/** Templates for a company, best first, each with a sentence that says why it is there: what is used counts most, then the industry. */
export const recommend = ({ industry, uses = [] }: About, count = 3): Recommendation[] =>
  TEMPLATES.map((template) => {
    const used = template.uses.filter((system) => uses.includes(system));
    const fits = industry !== undefined && template.industries.includes(industry);
    const score = (used.length > 0 ? 20 : 0) + (fits ? 10 : 0) + template.popularity;
    const because = [
      used.length > 0 && `you use ${used.map(name).join(" and ")}`,
      fits && `it is made for ${FIELD[industry]}`,
    ].filter((part) => part !== false);
    const reason =
      because.length > 0
        ? `Because ${because.join(", and ")}.`
        : `Often wanted in ${template.industries.map((one) => FIELD[one]).join(" and ")}.`;
    return { id: template.id, reason, score };
  })
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ id, reason }) => ({ id, reason }));
