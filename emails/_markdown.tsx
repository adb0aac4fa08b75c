import { Fragment } from "react";
import * as Email from "react-email";
import { type Block, readMarkdown } from "@/lib/core/markdown/blocks";
import type { Inline } from "@/lib/core/markdown/inline";
import { Code, Divider, Facts } from "./_blocks";
import type { Brand } from "./_brand";
import { Heading, Text, TextLink } from "./_parts";
import { styles } from "./_styles";

type Inside = { nodes: readonly Inline[]; brand: Brand };

const Line = ({ nodes, brand }: Inside) =>
  nodes.map((node, index) => {
    const key = `${index}`;
    if (node.kind === "break") return <br key={key} />;
    if (node.kind === "text") return <Fragment key={key}>{node.text}</Fragment>;
    if (node.kind === "code")
      return (
        <code key={key} style={styles.inlineCode}>
          {node.text}
        </code>
      );
    return <Marked key={key} node={node} brand={brand} />;
  });

type Marks = Extract<Inline, { inside: Inline[] }>;

const Marked = ({ node, brand }: { node: Marks; brand: Brand }) => {
  const inside = <Line nodes={node.inside} brand={brand} />;
  if (node.kind === "link")
    return (
      <TextLink href={node.href} brand={brand}>
        {inside}
      </TextLink>
    );
  return node.kind === "strong" ? <strong>{inside}</strong> : <em>{inside}</em>;
};

const List = ({ block, brand }: { block: Block & { kind: "list" }; brand: Brand }) => {
  const Tag = block.isOrdered ? "ol" : "ul";
  return (
    <Tag className="text" style={styles.steps}>
      {block.items.map((nodes, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items of a rendered text never move
        <li key={index} style={styles.step}>
          <Line nodes={nodes} brand={brand} />
        </li>
      ))}
    </Tag>
  );
};

const Part = ({ block, brand }: { block: Block; brand: Brand }) => {
  if (block.kind === "rule") return <Divider />;
  if (block.kind === "code") return <Code>{block.text}</Code>;
  if (block.kind === "list") return <List block={block} brand={brand} />;
  if (block.kind === "table") return <Rows block={block} brand={brand} />;
  const line = <Line nodes={block.inside} brand={brand} />;
  if (block.kind === "quote")
    return (
      <Email.Text className="muted line" style={styles.quote}>
        {line}
      </Email.Text>
    );
  if (block.kind !== "heading") return <Text>{line}</Text>;
  return block.level === 1 ? (
    <Heading>{line}</Heading>
  ) : (
    <Email.Heading as="h2" className="text" style={styles.subheading}>
      {line}
    </Email.Heading>
  );
};

const Rows = ({ block, brand }: { block: Block & { kind: "table" }; brand: Brand }) => {
  const isPlain = block.head.every((nodes) => nodes.length === 0);
  const cells = (row: readonly Inline[][]) =>
    row.map((nodes, index) => {
      const key = `${index}`;
      return <Line key={key} nodes={nodes} brand={brand} />;
    });
  return <Facts head={isPlain ? [] : cells(block.head)} rows={block.rows.map(cells)} />;
};

/** The blocks with exactly one first heading: later ones step down, and `title` stands first where there is none. */
const withTitle = (blocks: Block[], title: string): Block[] => {
  const first = blocks.findIndex((block) => block.kind === "heading" && block.level === 1);
  const stepped = blocks.map((block, index) =>
    block.kind === "heading" && index !== first ? { ...block, level: 2 as const } : block,
  );
  if (first >= 0) return stepped;
  return [{ kind: "heading", level: 1, inside: [{ kind: "text", text: title }] }, ...stepped];
};

/** Markdown as the body of a mail. What looks like HTML is text; links lead to web and mail addresses only. */
export const MarkdownBody = ({
  text,
  title,
  brand,
}: {
  text: string;
  /** The heading of a text that has none. */
  title: string;
  brand: Brand;
}) =>
  withTitle(readMarkdown(text), title).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a rendered text never move
    <Part key={index} block={block} brand={brand} />
  ));
