import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/core/errors";
import { type Block, readMarkdown } from "@/lib/core/markdown/blocks";
import { type Inline, textOf } from "@/lib/core/markdown/inline";
import type { SearchEntry } from "@/lib/domain/help/schema";

const FOLDER = join(process.cwd(), "content", "help");

/** The groups of the help centre in the order in which they are shown. */
export const GROUPS = [
  "Start",
  "Workflows",
  "Steps",
  "Runs and failures",
  "People",
  "Company",
  "For developers",
] as const;

export type HelpArticle = Omit<SearchEntry, "headings" | "text"> & { blocks: Block[] };

const HEAD = /^---\n([\s\S]*?)\n---\n/;

const listOf = (text = "") =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "" && one !== "none");

// Markdown of ours knows web addresses only, so places of the app travel as one and come back as paths.
const HERE = "https://here.invalid";

const backHere = (nodes: readonly Inline[]): Inline[] =>
  nodes.map((node) => {
    if (!("inside" in node)) return node;
    const inside = backHere(node.inside);
    return node.kind === "link" && node.href.startsWith(HERE)
      ? { ...node, href: node.href.slice(HERE.length), inside }
      : { ...node, inside };
  });

const blocksOf = (text: string): Block[] =>
  readMarkdown(text.replaceAll(/\]\(\/(?!\/)/g, `](${HERE}/`)).map((block) => {
    switch (block.kind) {
      case "list":
        return { ...block, items: block.items.map(backHere) };
      case "table":
        return {
          ...block,
          head: block.head.map(backHere),
          rows: block.rows.map((row) => row.map(backHere)),
        };
      case "code":
      case "rule":
        return block;
      default:
        return { ...block, inside: backHere(block.inside) };
    }
  });

/** An article out of its file: a head of `name: value` lines between `---`, then Markdown. Throws for a head that lacks a line. */
export const readArticle = (slug: string, source: string): HelpArticle => {
  const head = HEAD.exec(source);
  const lines = (head?.[1] ?? "").split("\n").map((line) => line.split(/:\s*(.*)/s));
  const facts = Object.fromEntries(lines.map(([name = "", value = ""]) => [name.trim(), value]));
  const { title, summary, group, pages, words } = facts;
  if (!head || !title || !summary || !group)
    throw new Error(`${slug}.md lacks a part of its head.`);
  return {
    slug,
    title,
    summary,
    group,
    pages: listOf(pages),
    words: listOf(words),
    blocks: blocksOf(source.slice(head[0].length)),
  };
};

const rank = ({ group, slug }: HelpArticle) => {
  const at = (GROUPS as readonly string[]).indexOf(group);
  return `${at < 0 ? GROUPS.length : at} ${slug === "first-steps" ? "" : slug}`;
};

let known: HelpArticle[] | undefined;

/** Every article, group by group; read once a process. */
export const helpArticles = (): HelpArticle[] => {
  known ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith(".md"))
    .map((file) => readArticle(file.slice(0, -3), readFileSync(join(FOLDER, file), "utf8")))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return known;
};

/** The article of a slug and its neighbours. Throws not_found. */
export const getArticle = (slug: string) => {
  const articles = helpArticles();
  const article = articles.find((one) => one.slug === slug);
  if (!article) throw new AppError("not_found", "There is no such article.");
  const { words: _, ...shown } = article;
  const beside = articles.filter(({ group }) => group === article.group);
  return { ...shown, beside: beside.map(({ slug: other, title }) => ({ slug: other, title })) };
};

const textsOf = (block: Block): string[] => {
  switch (block.kind) {
    case "list":
      return block.items.map(textOf);
    case "table":
      return [...block.head, ...block.rows.flat()].map(textOf);
    case "code":
    case "rule":
      return [];
    default:
      return [textOf(block.inside)];
  }
};

let index: SearchEntry[] | undefined;

/** What the browser searches; code samples are left out. */
export const helpIndex = (): SearchEntry[] => {
  index ??= helpArticles().map(({ blocks, ...entry }) => ({
    ...entry,
    headings: blocks.flatMap((block) => (block.kind === "heading" ? [textOf(block.inside)] : [])),
    text: blocks.flatMap(textsOf).join(" "),
  }));
  return index;
};
