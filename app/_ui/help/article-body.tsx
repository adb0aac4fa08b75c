import type { Route } from "next";
import { Fragment, type ReactNode } from "react";
import { CopyButton } from "@/app/_ui/controls/copy-button";
import { Link } from "@/app/_ui/controls/link";
import type { Block } from "@/lib/core/markdown/blocks";
import type { Inline } from "@/lib/core/markdown/inline";

/** How a link to another article is followed; without it the article's page opens. */
type Follow = ((slug: string) => void) | undefined;

const LINK = "text-accent underline underline-offset-2 hover:text-accent-strong";

const Anchor = ({
  href,
  onArticle,
  children,
}: {
  href: string;
  onArticle: Follow;
  children: ReactNode;
}) => {
  const slug = /^\/help\/([a-z0-9-]+)$/.exec(href)?.[1];
  if (slug && onArticle)
    return (
      <button type="button" className={LINK} onClick={() => onArticle(slug)}>
        {children}
      </button>
    );
  if (href.startsWith("/"))
    return (
      <Link href={href as Route} className={LINK}>
        {children}
      </Link>
    );
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className={LINK}>
      {children}
    </a>
  );
};

const inline = (nodes: readonly Inline[], onArticle: Follow): ReactNode =>
  nodes.map((node, index) => {
    const key = `${index} ${node.kind}`;
    switch (node.kind) {
      case "text":
        return <Fragment key={key}>{node.text}</Fragment>;
      case "break":
        return <Fragment key={key}> </Fragment>;
      case "code":
        return (
          <code key={key} className="break-words rounded-sm bg-hover px-1 font-mono text-[0.9em]">
            {node.text}
          </code>
        );
      case "strong":
        return (
          <strong key={key} className="font-medium">
            {inline(node.inside, onArticle)}
          </strong>
        );
      case "emphasis":
        return <em key={key}>{inline(node.inside, onArticle)}</em>;
      default:
        return (
          <Anchor key={key} href={node.href} onArticle={onArticle}>
            {inline(node.inside, onArticle)}
          </Anchor>
        );
    }
  });

const Sample = ({ text }: { text: string }) => (
  <div className="relative">
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md border border-line bg-page p-3 pr-10 font-mono text-xs leading-5"
    >
      {text}
    </pre>
    <span className="absolute top-1.5 right-1.5">
      <CopyButton value={text} label="sample" />
    </span>
  </div>
);

const Part = ({ block, onArticle }: { block: Block; onArticle: Follow }) => {
  switch (block.kind) {
    case "heading":
      return <h2 className="mt-3 font-semibold text-lg">{inline(block.inside, onArticle)}</h2>;
    case "list": {
      const items = block.items.map((item, index) => {
        const key = `${index} item`;
        return <li key={key}>{inline(item, onArticle)}</li>;
      });
      return block.isOrdered ? (
        <ol className="grid list-decimal gap-1.5 pl-5">{items}</ol>
      ) : (
        <ul className="grid list-disc gap-1.5 pl-5">{items}</ul>
      );
    }
    case "code":
      return <Sample text={block.text} />;
    case "quote":
      return (
        <blockquote className="border-line-strong border-l-2 pl-3 text-muted">
          {inline(block.inside, onArticle)}
        </blockquote>
      );
    case "table": {
      const cells = (row: Inline[][], Cell: "th" | "td") =>
        row.map((cell, index) => {
          const key = `${index} cell`;
          return (
            <Cell
              key={key}
              className="py-1.5 pr-3 text-left align-top font-normal [thead_&]:font-medium"
            >
              {inline(cell, onArticle)}
            </Cell>
          );
        });
      return (
        <table className="w-full border-collapse text-sm">
          <thead>
            <tr className="border-line border-b">{cells(block.head, "th")}</tr>
          </thead>
          <tbody className="divide-y divide-line">
            {block.rows.map((row, at) => {
              const key = `${at} row`;
              return <tr key={key}>{cells(row, "td")}</tr>;
            })}
          </tbody>
        </table>
      );
    }
    case "rule":
      return <hr className="border-line" />;
    default:
      return <p>{inline(block.inside, onArticle)}</p>;
  }
};

/** An article's parts as elements; the text of an article never becomes HTML. */
export const ArticleBody = ({ blocks, onArticle }: { blocks: Block[]; onArticle?: Follow }) => (
  <div className="grid grid-cols-1 gap-3 leading-6">
    {blocks.map((block, index) => {
      const key = `${index} ${block.kind}`;
      return <Part key={key} block={block} onArticle={onArticle} />;
    })}
  </div>
);
