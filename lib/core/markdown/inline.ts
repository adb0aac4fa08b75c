/** A stretch of text inside a line. Links lead to web or mail addresses only. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "break" }
  | { kind: "strong" | "emphasis"; inside: Inline[] }
  | { kind: "link"; href: string; inside: Inline[] };

const DEPTH_MAX = 6;
const ESCAPED = /\\([!-/:-@[-`{-~])/g;

/** A text without the backslashes that keep signs from meaning something. */
const plain = (text: string): string => text.replace(ESCAPED, "$1");

const isEscaped = (text: string, at: number): boolean => {
  let slashes = 0;
  while (text[at - 1 - slashes] === "\\") slashes += 1;
  return slashes % 2 === 1;
};

/** The address if a mail may lead there, else undefined. */
export const safeHref = (text: string): string | undefined => {
  const href = plain(text).trim();
  if (!/^(https?:\/\/|mailto:)[^\s<>"]+$/i.test(href)) return undefined;
  return URL.canParse(href) ? href : undefined;
};

type Closing = (text: string, from: number) => number;

/** Where `mark` stands next without a backslash before it; -1 when nowhere. */
const next =
  (mark: string, fits: (text: string, at: number) => boolean = () => true): Closing =>
  (text, from) => {
    for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1))
      if (!isEscaped(text, at) && fits(text, at)) return at;
    return -1;
  };

const afterWord = (text: string, at: number) => !/\s/.test(text[at - 1] ?? " ");

const MARKS = [
  { mark: "`", kind: "code", closing: next("`") },
  { mark: "**", kind: "strong", closing: next("**", afterWord) },
  { mark: "*", kind: "emphasis", closing: next("*", afterWord) },
  { mark: "[", kind: "link", closing: next("](") },
] as const;

const closesLink = next(")");

type Found = { node: Inline; end: number };

/** Reads a text; what is not closed stays as it was written, and each kind of mark that is never closed is looked for once. */
class Reader {
  readonly #text: string;
  readonly #depth: number;
  readonly #unclosed = new Set<string>();

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  read(): Inline[] {
    const text = this.#text;
    const nodes: Inline[] = [];
    let from = 0;
    const flush = (to: number) => {
      if (to > from) nodes.push({ kind: "text", text: plain(text.slice(from, to)) });
    };
    for (let at = 0; at < text.length; ) {
      if (text[at] === "\\") {
        at += 2;
        continue;
      }
      const found = text[at] === "\n" ? this.#lineBreak(at) : this.#marked(at);
      if (found) {
        flush(at);
        nodes.push(found.node);
        from = found.end;
      }
      at = found?.end ?? at + 1;
    }
    flush(text.length);
    return nodes;
  }

  #lineBreak(at: number): Found {
    return { node: { kind: "break" }, end: at + 1 };
  }

  #marked(at: number): Found | undefined {
    const text = this.#text;
    const opener = MARKS.find(({ mark }) => text.startsWith(mark, at));
    if (!opener || this.#unclosed.has(opener.mark)) return undefined;
    const { mark, kind, closing } = opener;
    const start = at + mark.length;
    if (kind !== "link" && (text[start] === undefined || /\s/.test(text[start]))) return undefined;
    const close = closing(text, start + 1);
    if (close < 0) {
      this.#unclosed.add(mark);
      return undefined;
    }
    const inner = text.slice(start, close);
    if (kind === "link") return this.#link(inner, close + 2);
    const end = close + mark.length;
    if (kind === "code") return { node: { kind, text: plain(inner) }, end };
    return { node: { kind, inside: this.#inside(inner) }, end };
  }

  #link(label: string, from: number): Found | undefined {
    const end = closesLink(this.#text, from);
    if (end < 0) {
      this.#unclosed.add("[");
      return undefined;
    }
    const href = safeHref(this.#text.slice(from, end));
    if (!href || label.includes("[")) return undefined;
    return { node: { kind: "link", href, inside: this.#inside(label) }, end: end + 1 };
  }

  #inside(text: string): Inline[] {
    if (this.#depth >= DEPTH_MAX) return [{ kind: "text", text: plain(text) }];
    return new Reader(text, this.#depth + 1).read();
  }
}

/** `**strong**`, `*emphasis*`, `` `code` ``, `[label](https://…)`; a line break stays one. */
export const readInline = (text: string): Inline[] => new Reader(text, 0).read();

/** What a person reads of it. */
export const textOf = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if (node.kind === "break") return " ";
      return "inside" in node ? textOf(node.inside) : node.text;
    })
    .join("");
