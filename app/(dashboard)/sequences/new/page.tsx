import type { Metadata } from "next";
import { Page } from "@/app/_ui/frame/page";
import { StartCard } from "@/app/(dashboard)/sequences/new/start-card";
import { visit } from "@/app/(dashboard)/visit";
import { starters } from "@/lib/domain/sequences/starters/registry";

export const metadata: Metadata = { title: "New sequence" };

const BLANK = {
  schemaVersion: 1,
  name: "New sequence",
  category: "lifecycle",
  entry: { event: "customer.signed_up", reentry: "never" },
  steps: [
    {
      key: "hello",
      type: "mail",
      when: { day: 0 },
      content: { subject: "Welcome", preview: "", body: "# Welcome\n\nGood to have you here." },
    },
  ],
};

export default async function NewSequencePage() {
  const { can, tenant } = await visit();
  return (
    <Page
      crumbs={[{ title: "Sequences", href: "/sequences" }, { title: "New" }]}
      title="New sequence"
      summary="Begin with one of ours and change its words, or with a blank one. Nothing is sent before you publish."
    >
      {can("sequences:write") ? (
        <ul className="grid gap-3 md:grid-cols-2">
          <li>
            <StartCard
              title="Blank"
              summary="One mail, at once after somebody signed up."
              definition={BLANK}
            />
          </li>
          {starters.map((definition) => (
            <li key={definition.name}>
              <StartCard
                title={definition.name}
                summary={definition.description ?? ""}
                steps={definition.steps.length}
                definition={definition}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">
          You are here as a {tenant.role}; ask a member or an admin to make sequences.
        </p>
      )}
    </Page>
  );
}
