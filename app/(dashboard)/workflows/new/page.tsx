import type { Metadata } from "next";
import { Page } from "@/app/_ui/frame/page";
import { visit } from "@/app/(dashboard)/visit";
import { ImportButton } from "@/app/(dashboard)/workflows/new/import-button";
import { StarterCard } from "@/app/(dashboard)/workflows/new/starter-card";
import { starters } from "@/app/(dashboard)/workflows/new/starters";

export const metadata: Metadata = { title: "New workflow" };

export default async function NewWorkflowPage() {
  const { me, tenant, can } = await visit();
  const mayWrite = can("workflows:write");
  return (
    <Page
      crumbs={[{ title: "Workflows", href: "/workflows" }, { title: "New" }]}
      title="New workflow"
      summary="Begin with an example and change it, or with a blank one. Nothing runs before you publish."
      actions={mayWrite && <ImportButton />}
    >
      {mayWrite ? (
        <ul className="grid gap-3 md:grid-cols-2">
          {starters({ email: me.user.email, timeZone: tenant.timeZone }).map((starter) => (
            <li key={starter.id}>
              <StarterCard starter={starter} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">
          You are here as a {tenant.role}; ask a member or an admin to make workflows.
        </p>
      )}
    </Page>
  );
}
