import { LayoutTemplate } from "lucide-react";
import type { Metadata } from "next";
import { Link } from "@/app/_ui/controls/link";
import { Page } from "@/app/_ui/frame/page";
import { visit } from "@/app/(dashboard)/visit";
import { BlankCard } from "@/app/(dashboard)/workflows/new/blank-card";
import { ImportButton } from "@/app/(dashboard)/workflows/new/import-button";

export const metadata: Metadata = { title: "New workflow" };

export default async function NewWorkflowPage() {
  const { tenant, can } = await visit();
  const mayWrite = can("workflows:write");
  return (
    <Page
      crumbs={[{ title: "Workflows", href: "/workflows" }, { title: "New" }]}
      title="New workflow"
      summary="Begin with a template and change it, or with a blank one. Nothing runs before you publish."
      actions={mayWrite && <ImportButton />}
    >
      {mayWrite ? (
        <ul className="grid gap-3 md:grid-cols-2">
          <li>
            <Link
              href="/templates"
              className="flex size-full items-start gap-3 rounded-lg border border-line bg-surface p-4 hover:bg-hover"
            >
              <LayoutTemplate
                aria-hidden
                className="mt-0.5 size-5 shrink-0 text-accent"
                strokeWidth={1.75}
              />
              <span className="grid gap-0.5">
                <span className="font-medium">Start from a template</span>
                <span className="text-muted">
                  Orders, payments, bookings, payroll: fill in a few values and it is live.
                </span>
              </span>
            </Link>
          </li>
          <li>
            <BlankCard />
          </li>
        </ul>
      ) : (
        <p className="text-muted">
          You are here as a {tenant.role}; ask a member or an admin to make workflows.
        </p>
      )}
    </Page>
  );
}
