import { getTemplate } from "@/lib/domain/templates/read";
import { recommend } from "@/lib/domain/templates/recommend";
import type { TemplateDetail } from "@/lib/domain/templates/schema";
import type { Industry } from "@/lib/domain/tenants/schema";

export type Offer = { template: TemplateDetail; reason: string };

/** What a source is called where templates say what they use. */
const USES: Record<string, string> = { shopify: "shopify", stripe: "stripe", generic: "webhooks" };

type About = { industry: Industry | null; source: string | undefined };

/** Values that only the person knows, such as the address of another system. */
const asked = ({ needs }: TemplateDetail) =>
  needs.filter(({ type, default: given }) => type === "url" && given === undefined).length;

/**
 * Three templates to begin with, each with its reason. What can be published with what is known already comes first: a
 * first workflow should not wait for an address somebody has to look up.
 */
export const firstWorkflows = ({ industry, source }: About): Offer[] =>
  recommend(
    {
      ...(industry && { industry }),
      uses: source && USES[source] ? [USES[source]] : [],
    },
    9,
  )
    .map(({ id, reason }) => ({ template: getTemplate(id), reason }))
    .sort((a, b) => Math.min(1, asked(a.template)) - Math.min(1, asked(b.template)))
    .slice(0, 3);
