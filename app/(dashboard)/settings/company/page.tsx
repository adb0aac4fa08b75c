import type { Metadata } from "next";
import { Panel } from "@/app/_ui/data/section";
import { CompanyForm } from "@/app/(dashboard)/settings/company/company-form";
import { SettingsPage } from "@/app/(dashboard)/settings/settings-page";
import { visit } from "@/app/(dashboard)/visit";

export const metadata: Metadata = { title: "Company" };

export default async function CompanyPage() {
  const { tenant, can } = await visit();
  return (
    <SettingsPage part="Company" summary="What everybody in the company shares.">
      <Panel className="max-w-2xl">
        <CompanyForm company={tenant} disabled={!can("tenant:write")} />
      </Panel>
    </SettingsPage>
  );
}
