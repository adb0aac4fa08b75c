import { type Inline, readInline } from "./inline.ts";

/** A part of a text that stands by itself. */
export type Block =
  | { kind: "heading"; level: 1 | 2; inside: Inline[] }
  | { kind: "paragraph" | "quote"; inside: Inline[] }
  | { kind: "list"; isOrdered: boolean; items: Inline[][] }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] }
  | { kind: "code"; text: string }
  | { kind: "rule" };

const HEADING = /^(#{1,6})\s+(.*)$/;
const BULLET = /^\s{0,8}[-*+]\s+(.*)$/;
const NUMBER = /^\s{0,8}\d{1,9}[.)]\s+(.*)$/;
const RULE = /^\s{0,3}(-{3,}|\*{3,}|_{3,})\s*$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const FENCE = /^\s{0,3}```/;
const DELIMITER = /^\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?\s*)?$/;

const cells = (line: string): string[] => {
  const parts = line
    .trim()
    .replace(/^\|/, "")
    .split(/(?<!\\)\|/);
  if (parts.length > 1 && parts.at(-1)?.trim() === "") parts.pop();
  return parts.map((cell) => cell.trim());
};

const isOther = (line: string): boolean =>
  line.trim() === "" || [HEADING, BULLET, NUMBER, RULE, QUOTE, FENCE].some((is) => is.test(line));

/** The lines of one text, read from the top. */
class Lines {
  readonly #lines: string[];
  #at = 0;

  constructor(text: string) {
    this.#lines = text.replace(/\r\n?/g, "\n").split("\n");
  }

  peek(ahead = 0): string | undefined {
    return this.#lines[this.#at + ahead];
  }

  skip() {
    this.#at += 1;
  }

  /** The next lines as long as they fit; at least the first. */
  takeWhile(fits: (line: string) => boolean): string[] {
    const taken: string[] = [];
    for (let line = this.peek(); line !== undefined; line = this.peek()) {
      if (taken.length > 0 && !fits(line)) break;
      taken.push(line);
      this.skip();
    }
    return taken;
  }
}

const readList = (lines: Lines, item: RegExp): Block => {
  const items: string[] = [];
  for (const line of lines.takeWhile((one) => item.test(one) || /^\s{2,}\S/.test(one))) {
    const [, text] = item.exec(line) ?? [];
    if (text !== undefined) items.push(text);
    else items[items.length - 1] += `\n${line.trim()}`;
  }
  return { kind: "list", isOrdered: item === NUMBER, items: items.map(readInline) };
};

const readTable = (lines: Lines): Block => {
  const [first = "", , ...rest] = lines.takeWhile((line) => line.includes("|"));
  const head = cells(first);
  const width = head.length;
  const row = (line: string) => {
    const given = cells(line);
    return Array.from({ length: width }, (_, at) => given[at] ?? "");
  };
  return {
    kind: "table",
    head: head.map(readInline),
    rows: rest.map((line) => row(line).map(readInline)),
  };
};

const readCode = (lines: Lines): Block => {
  lines.skip();
  const inside: string[] = [];
  for (let line = lines.peek(); line !== undefined && !FENCE.test(line); line = lines.peek()) {
    inside.push(line);
    lines.skip();
  }
  lines.skip();
  return { kind: "code", text: inside.join("\n") };
};

const readBlock = (lines: Lines, line: string): Block => {
  const heading = HEADING.exec(line);
  if (heading) {
    lines.skip();
    const level = heading[1] === "#" ? 1 : 2;
    return { kind: "heading", level, inside: readInline(heading[2] ?? "") };
  }
  if (RULE.test(line)) {
    lines.skip();
    return { kind: "rule" };
  }
  if (FENCE.test(line)) return readCode(lines);
  if (BULLET.test(line)) return readList(lines, BULLET);
  if (NUMBER.test(line)) return readList(lines, NUMBER);
  if (QUOTE.test(line)) {
    const quoted = lines.takeWhile((one) => QUOTE.test(one));
    const text = quoted.map((one) => QUOTE.exec(one)?.[1] ?? "").join("\n");
    return { kind: "quote", inside: readInline(text) };
  }
  if (line.includes("|") && DELIMITER.test(lines.peek(1)?.trim() ?? "")) return readTable(lines);
  const text = lines.takeWhile((one) => !isOther(one));
  return { kind: "paragraph", inside: readInline(text.map((one) => one.trim()).join("\n")) };
};

/**
 * The Markdown that people write mails and notes in: headings, paragraphs, lists, quotes, tables, code and rules. There is no
 * HTML in it: what looks like a tag is text. Reading never fails, and takes a time in proportion to the length. That is why
 * it is not `marked`: its lexer (18.2.1) overflows the stack on ten thousand nested quotes, and anybody may send us such a text.
 */
export const readMarkdown = (text: string): Block[] => {
  const lines = new Lines(text);
  const blocks: Block[] = [];
  for (let line = lines.peek(); line !== undefined; line = lines.peek()) {
    if (line.trim() === "") lines.skip();
    else blocks.push(readBlock(lines, line));
  }
  return blocks;
};
