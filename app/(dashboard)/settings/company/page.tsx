import type { Metadata } from "next";
import { Facts, Panel } from "@/app/_ui/data/section";
import { CompanyForm } from "@/app/(dashboard)/settings/company/company-form";
import { SettingsPage } from "@/app/(dashboard)/settings/settings-page";
import { visit } from "@/app/(dashboard)/visit";
import { getTenant } from "@/lib/domain/tenants/get";

export const metadata: Metadata = { title: "Company" };

export default async function CompanyPage() {
  const { caller, tenant, can } = await visit();
  const { plan, historyWeeks } = await getTenant(caller, tenant.id);
  return (
    <SettingsPage part="Company" summary="What everybody in the company shares.">
      <div className="grid max-w-2xl grid-cols-1 gap-5">
        <Panel>
          <Facts
            facts={[
              ["Plan", `${plan.charAt(0).toUpperCase()}${plan.slice(1)}`],
              ["History is kept for", `${historyWeeks} weeks`],
            ]}
          />
          <p className="mt-3 text-muted text-sm">
            Runs, deliveries and events. What has not ended, and failures that wait for you, stay
            longer.
          </p>
        </Panel>
        <Panel>
          <CompanyForm company={tenant} disabled={!can("tenant:write")} />
        </Panel>
      </div>
    </SettingsPage>
  );
}
