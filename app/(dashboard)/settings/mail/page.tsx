import type { Metadata } from "next";
import { Panel, Section } from "@/app/_ui/data/section";
import { MailPreview } from "@/app/_ui/mail/mail-preview";
import { BrandForm } from "@/app/(dashboard)/settings/mail/brand-form";
import { SendTest } from "@/app/(dashboard)/settings/mail/send-test";
import { TemplatePicker } from "@/app/(dashboard)/settings/mail/template-picker";
import { SettingsPage } from "@/app/(dashboard)/settings/settings-page";
import { visit } from "@/app/(dashboard)/visit";
import { listTemplates } from "@/lib/domain/mail/templates/list";
import { renderTemplate } from "@/lib/domain/mail/templates/render";
import { TemplateKey, TemplateLocale } from "@/lib/domain/mail/templates/schema";
import { getBrand } from "@/lib/domain/tenants/brand/get";

export const metadata: Metadata = { title: "Mail" };

export default async function MailPage({ searchParams }: PageProps<"/settings/mail">) {
  const query = await searchParams;
  const { key } = TemplateKey.catch({ key: "sequence-mail" }).parse({ key: query.template });
  const { locale } = TemplateLocale.catch({ locale: "en" }).parse({ locale: query.locale });
  const { caller, can, tenant, me } = await visit();
  const [brand, mail] = await Promise.all([
    getBrand(caller),
    renderTemplate(caller, key, { locale }),
  ]);
  return (
    <SettingsPage part="Mail" summary="Who writes the company's mails, and how they look.">
      <div className="grid grid-cols-1 gap-8 xl:grid-cols-[minmax(0,480px)_minmax(0,1fr)]">
        <Section title="Sender">
          <Panel>
            <BrandForm brand={brand} company={tenant.name} disabled={!can("tenant:write")} />
          </Panel>
        </Section>
        <Section
          title="Templates"
          summary="Every mail of the house with sample data. What is sent in your name wears your colours."
          actions={
            can("mail-templates:test") && (
              <SendTest template={key} locale={locale} to={me.user.email} />
            )
          }
        >
          <TemplatePicker templates={listTemplates()} chosen={key} locale={locale} />
          <MailPreview {...mail} />
        </Section>
      </div>
    </SettingsPage>
  );
}
