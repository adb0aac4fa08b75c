"use client";

import { ArrowLeft, ExternalLink, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Link } from "@/app/_ui/controls/link";
import { useOpener } from "@/app/_ui/controls/use-opener";
import { ArticleBody } from "@/app/_ui/help/article-body";
import { HelpSearch } from "@/app/_ui/help/help-search";
import { readHelpArticle, readHelpIndex, type ShownArticle } from "@/app/_ui/help/read-help";
import { articleFor } from "@/app/_ui/help/search";
import { asProblem, type Problem } from "@/app/_ui/http/send";

type Props = { wanted: { slug: string | undefined }; onClose: () => void };

type Load = { article?: ShownArticle; problem?: Problem };

/** Which article is open: what was asked for or chosen, else the one of the page, which it follows. */
const useArticle = (wanted: Props["wanted"]) => {
  const here = usePathname();
  const [trail, setTrail] = useState<string[]>([]);
  const [load, setLoad] = useState<Load>({});
  const [tries, setTries] = useState(0);
  useEffect(() => setTrail(wanted.slug ? [wanted.slug] : []), [wanted]);
  const chosen = trail.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asking again is another try.
  useEffect(() => {
    let isOver = false;
    const read = async () => {
      const slug = chosen ?? articleFor(await readHelpIndex(), here);
      return readHelpArticle(slug);
    };
    read()
      .then((article) => isOver || setLoad({ article }))
      .catch((error: unknown) => isOver || setLoad({ problem: asProblem(error) }));
    return () => {
      isOver = true;
    };
  }, [chosen, here, tries]);
  return {
    ...load,
    again: () => setTries(tries + 1),
    open: (slug: string) => setTrail([...trail, slug]),
    ...(trail.length > 0 && { back: () => setTrail(trail.slice(0, -1)) }),
  };
};

/** The help beside the page: a column where there is room, over the page where there is none. */
export const HelpAside = ({ wanted, onClose }: Props) => {
  const { article, problem, again, open, back } = useArticle(wanted);
  const giveBack = useOpener();
  const heading = useRef<HTMLHeadingElement>(null);
  const slug = article?.slug;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the article.
  useEffect(() => heading.current?.focus(), [slug]);
  const close = () => {
    onClose();
    giveBack(new Event("close"));
  };
  return (
    <aside
      aria-label="Help"
      onKeyDown={(event) => event.key === "Escape" && close()}
      className="fixed inset-0 z-40 flex flex-col border-line border-l bg-surface sm:left-auto sm:w-[26rem] sm:shadow-raised xl:sticky xl:top-0 xl:z-0 xl:h-dvh xl:shrink-0 xl:shadow-none"
    >
      <div className="flex h-12 shrink-0 items-center gap-1 border-line border-b px-2">
        {back && (
          <Button look="quiet" size="icon" aria-label="Back" title="Back" onClick={back}>
            <ArrowLeft aria-hidden />
          </Button>
        )}
        <span className="mr-auto pl-2 font-medium">Help</span>
        {article && (
          <Link
            href={`/help/${article.slug}`}
            aria-label="Open as a page"
            title="Open as a page"
            className="grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink [&_svg]:size-4"
          >
            <ExternalLink aria-hidden />
          </Link>
        )}
        <Button
          look="quiet"
          size="icon"
          aria-label="Close the help"
          title="Close (Esc)"
          onClick={close}
        >
          <X aria-hidden />
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        <HelpSearch onOpen={open} className="mb-4" />
        {problem && (
          <div role="alert" className="grid justify-items-start gap-3">
            <p className="text-muted">The article cannot be shown: {problem.message}</p>
            <Button onClick={again}>Try again</Button>
          </div>
        )}
        {article && !problem && (
          <article aria-live="polite">
            <h2 ref={heading} tabIndex={-1} className="font-semibold text-xl outline-none">
              {article.title}
            </h2>
            <p className="mt-0.5 mb-4 text-muted">{article.summary}</p>
            <ArticleBody blocks={article.blocks} onArticle={open} />
          </article>
        )}
        {!article && !problem && <p className="text-muted">Looking for the article…</p>}
      </div>
    </aside>
  );
};
