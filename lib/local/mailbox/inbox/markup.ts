/** Text that is HTML already. Only `html` makes it, so whatever else is put into a page is escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | false | null | undefined | Part[];

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const render = (part: Part): string => {
  if (part === null || part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(render).join("");
  if (part instanceof Markup) return part.text;
  return String(part).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
};

/** A template whose values are escaped for text and for quoted attributes. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]) =>
  new Markup(strings.map((text, index) => text + render(parts[index])).join(""));
