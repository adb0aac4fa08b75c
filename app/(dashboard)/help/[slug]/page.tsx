import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { cn } from "@/app/_ui/cn";
import { Link } from "@/app/_ui/controls/link";
import { Page } from "@/app/_ui/frame/page";
import { ArticleBody } from "@/app/_ui/help/article-body";
import { HelpCentre } from "@/app/(dashboard)/help/help-centre";
import { visit } from "@/app/(dashboard)/visit";
import { AppError } from "@/lib/core/errors";
import { getArticle } from "@/lib/domain/help/articles";

const read = (slug: string) => {
  try {
    return getArticle(slug);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
};

export async function generateMetadata({ params }: PageProps<"/help/[slug]">): Promise<Metadata> {
  const { slug } = await params;
  const { title } = read(slug);
  return { title: `${title} · Help` };
}

export default async function ArticlePage({ params }: PageProps<"/help/[slug]">) {
  const [{ slug }] = await Promise.all([params, visit()]);
  const { title, summary, group, blocks, beside } = read(slug);
  return (
    <Page crumbs={[{ title: "Help", href: "/help" }, { title }]} title={title} summary={summary}>
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,44rem)_16rem] lg:gap-12">
        <article>
          <ArticleBody blocks={blocks} />
        </article>
        <div className="grid content-start gap-6">
          <HelpCentre />
          <nav aria-label={`More in ${group}`}>
            <h2 className="mb-1.5 text-muted text-sm">{group}</h2>
            <ul className="grid gap-0.5">
              {beside.map((other) => (
                <li key={other.slug}>
                  <Link
                    href={`/help/${other.slug}` as Route}
                    aria-current={other.slug === slug ? "page" : undefined}
                    className={cn(
                      "block rounded-md px-2 py-1.5 text-sm",
                      other.slug === slug
                        ? "bg-hover font-medium"
                        : "text-muted hover:bg-hover hover:text-ink",
                    )}
                  >
                    {other.title}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        </div>
      </div>
    </Page>
  );
}
