import type { Metadata, Route } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Link } from "@/app/_ui/controls/link";
import { Section } from "@/app/_ui/data/section";
import { Page } from "@/app/_ui/frame/page";
import { HelpCentre, TourButton } from "@/app/(dashboard)/help/help-centre";
import { visit } from "@/app/(dashboard)/visit";
import { GROUPS, helpArticles } from "@/lib/domain/help/articles";

export const metadata: Metadata = { title: "Help" };

export default async function HelpPage() {
  await visit();
  const articles = helpArticles();
  return (
    <Page
      crumbs={[{ title: "Help" }]}
      title="Help"
      summary="How things work here, and what to do when they do not."
      actions={
        <>
          <ButtonLink href={"/docs/api" as Route}>API reference</ButtonLink>
          <TourButton />
        </>
      }
    >
      <div className="grid grid-cols-1 gap-8">
        <HelpCentre />
        <div className="grid grid-cols-1 gap-8 md:grid-cols-2 xl:grid-cols-3">
          {GROUPS.map((group) => (
            <Section key={group} title={group}>
              <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
                {articles
                  .filter((article) => article.group === group)
                  .map(({ slug, title, summary }) => (
                    <li
                      key={slug}
                      className="relative hover:bg-hover has-[a[data-row]:focus]:bg-hover"
                    >
                      <Link
                        href={`/help/${slug}`}
                        data-row
                        className="block px-3 py-2.5 -outline-offset-2"
                      >
                        <span className="block font-medium text-sm">{title}</span>
                        <span className="block text-muted text-sm">{summary}</span>
                      </Link>
                    </li>
                  ))}
              </ul>
            </Section>
          ))}
        </div>
      </div>
    </Page>
  );
}
