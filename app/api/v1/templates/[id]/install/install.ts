import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { findTemplate } from "@/lib/domain/templates/read";
import type { Installed, InstallInput } from "@/lib/domain/templates/schema";
import { documentOf } from "@/lib/domain/templates/template";
import { readValues } from "@/lib/domain/templates/values";
import { may } from "@/lib/domain/tenants/permissions";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { asTenant } from "@/lib/infra/db/as-tenant";

/**
 * Makes a workflow from a template in one transaction: a draft with its problems, or a live workflow. Throws not_found,
 * invalid_input (values of the wrong type; to publish, also every value that is missing) and forbidden.
 */
export const installTemplate = async (
  caller: Caller,
  id: string,
  { values: given, publish }: InstallInput,
): Promise<Installed> => {
  const template = findTemplate(id);
  const { values, missing } = readValues(template.needs, given);
  if (publish && !may(caller, "workflows:publish"))
    throw new AppError("forbidden", "You may save a draft, but not publish it.");
  if (publish && missing.length > 0)
    throw new AppError("invalid_input", "Fill in what is missing, or save it as a draft.", {
      issues: missing.map(({ name, label }) => ({
        path: `values.${name}`,
        code: "value_missing",
        message: `${label} is needed.`,
      })),
    });
  return asTenant(caller, async (tx) => {
    const definition = documentOf(template, values);
    const { id: workflowId, problems } = await createWorkflow(caller, { definition });
    await audit(
      tx,
      "template.install",
      { kind: "workflow", id: workflowId },
      { after: { template: id } },
    );
    const published = publish
      ? await publishWorkflow(caller, workflowId, { note: `From the template "${template.title}"` })
      : { version: null, hooks: [] };
    return { workflowId, version: published.version, hooks: published.hooks, problems };
  });
};
