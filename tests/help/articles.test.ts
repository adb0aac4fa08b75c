import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { articleFor } from "@/app/_ui/help/search";
import { TERMS } from "@/app/_ui/help/terms";
import { GROUPS, helpArticles, helpIndex, readArticle } from "@/lib/domain/help/articles";
import { KINDS } from "@/lib/domain/notifications/kinds";
import { validate } from "@/lib/domain/workflows/definition/validate";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";

const articles = helpArticles();
const slugs = articles.map(({ slug }) => slug);

/** Every page of the app as the pattern of its address. */
const pages = globSync("app/**/page.tsx").map((file) =>
  `/${file
    .replaceAll("\\", "/")
    .replace(/^app\/|\/?page\.tsx$/g, "")
    .replaceAll(/\([^)]*\)\/?/g, "")}`.replace(/(?<=.)\/$/, ""),
);
const dashboard = globSync("app/(dashboard)/**/page.tsx").map(
  (file) =>
    `/${file
      .replaceAll("\\", "/")
      .replace("app/(dashboard)/", "")
      .replace(/\/?page\.tsx$/, "")}`,
);

type Node = { kind: string; href?: string; text?: string };

/** Every part of an article, whatever it is inside of. */
const nodesOf = (value: unknown): Node[] => {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.values(value).flatMap(nodesOf);
  return "kind" in value ? [value as Node, ...below] : below;
};

const leadsSomewhere = (href: string): boolean => {
  const path = href.replace(/[?#].*$/, "");
  const slug = /^\/help\/(.+)$/.exec(path)?.[1];
  return slug ? slugs.includes(slug) : pages.includes(path);
};

describe.each(articles.map((article) => [article.slug, article] as const))("%s", (_, article) => {
  test("says in its head and its text what it is about", () => {
    expect(GROUPS as readonly string[]).toContain(article.group);
    expect(article.summary).toMatch(/^[A-Z].{15,120}\.$/);
    const { text = "" } = helpIndex().find(({ slug }) => slug === article.slug) ?? {};
    expect(text.split(/\s+/).length).toBeGreaterThan(45);
    expect(article.words.length).toBeGreaterThan(2);
  });

  test("has links that lead somewhere, and nothing that was meant as one and is none", () => {
    const nodes = nodesOf(article.blocks);
    const links = nodes.flatMap(({ kind, href = "" }) => (kind === "link" ? [href] : []));
    expect(links.filter((href) => !leadsSomewhere(href))).toEqual([]);
    expect(links.filter((href) => /^https?:/.test(href))).toEqual([]);
    const texts = nodes.flatMap(({ kind, text = "" }) => (kind === "text" ? [text] : []));
    expect(texts.filter((text) => text.includes("](") || text.includes("**"))).toEqual([]);
  });

  test("has samples of workflows that validate", () => {
    for (const block of article.blocks)
      if (block.kind === "code" && block.text.trimStart().startsWith("{"))
        expect(validate(JSON.parse(block.text), stepKinds).problems).toEqual([]);
  });
});

test("there are enough articles, and samples among them", () => {
  expect(articles.length).toBeGreaterThanOrEqual(25);
  const samples = articles.filter(({ blocks }) => JSON.stringify(blocks).includes("schemaVersion"));
  expect(samples.length).toBeGreaterThan(3);
});

test("every page of the dashboard has its article, or the page above it has", () => {
  const explained = (path: string): boolean =>
    articles.some((article) => article.pages.includes(path)) ||
    (path.lastIndexOf("/") > 0 && explained(path.slice(0, path.lastIndexOf("/"))));
  expect(dashboard.length).toBeGreaterThan(15);
  expect(dashboard.filter((path) => !explained(path))).toEqual([]);
});

test("articles explain only pages that exist, and each page has one article", () => {
  const named = articles.flatMap((article) => article.pages);
  expect(named.filter((path) => !dashboard.includes(path))).toEqual([]);
  expect(named.length).toBe(new Set(named).size);
});

test("the help of a page is the nearest article, and a named place goes before one that varies", () => {
  expect(articleFor(articles, "/workflows/new")).toBe("new-workflow");
  expect(articleFor(articles, "/workflows/0199a1b2")).toBe("editor");
  expect(articleFor(articles, "/runs/0199a1b2")).toBe("run-page");
  expect(articleFor(articles, "/settings/members")).toBe("members");
  expect(articleFor(articles, "/runs/0199a1b2/somewhere/new")).toBe("run-page");
  expect(articleFor(articles, "/")).toBe("first-steps");
});

test("what exists is explained: every step kind, every kind of notification", () => {
  const textOf = (slug: string) => helpIndex().find((entry) => entry.slug === slug)?.text ?? "";
  const steps = textOf("steps").toLowerCase();
  expect(
    Object.values(stepKinds)
      .filter(({ title }) => !steps.includes(title.toLowerCase()))
      .map(({ title }) => title),
  ).toEqual([]);
  const told = textOf("notifications").toLowerCase();
  expect(
    Object.values(KINDS)
      .filter(({ title }) => !told.includes(title.toLowerCase()))
      .map(({ title }) => title),
  ).toEqual([]);
});

test("words that explain themselves and empty places lead to articles that exist", () => {
  expect(Object.values(TERMS).filter(({ slug }) => !slugs.includes(slug))).toEqual([]);
  const linked = globSync("app/**/*.tsx").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\bhelp="([a-z0-9-]+)"|<HelpLink slug="([^"]+)"/g)].map(
      ([, prop, slug]) => prop ?? slug ?? "",
    ),
  );
  expect(linked.length).toBeGreaterThan(3);
  expect(linked.filter((slug) => !slugs.includes(slug))).toEqual([]);
});

test("what looks like HTML or a script in an article is only text", () => {
  const head = "---\ntitle: T\nsummary: S\ngroup: Start\n---\n";
  const { blocks } = readArticle(
    "x",
    `${head}\n<script>alert(1)</script> [a](javascript:alert(1)) [b](//evil.example)`,
  );
  const nodes = nodesOf(blocks);
  expect(nodes.some(({ kind }) => kind === "link")).toBe(false);
  expect(JSON.stringify(blocks)).toContain("<script>");
  expect(existsSync("content/help/first-steps.md")).toBe(true);
});
